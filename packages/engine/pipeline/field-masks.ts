import type { Vocabulary } from '../data/vocabulary.ts'
import type { Condition, ConditionScope, NumberTest, ReadableTest, TextTest, TopicTest } from './condition.ts'
import { inLanguageRange } from './language-tags.ts'
import { keepCommon, turnAround } from './row-mask.ts'
import type { Catalogue, Groups } from './slate.ts'

/** The mask of a condition that holds one field and nothing else. Throws on a field that does not exist. */
export function fieldMask(condition: Condition, { request, state }: ConditionScope): Uint8Array {
  const { catalogue, sections } = state
  const size = catalogue.items.size
  const name = Object.keys(condition)[0] as keyof Condition
  const minute = Math.floor(request.now / 60_000) * 60_000
  switch (name) {
    case 'topic':
    case 'publisher':
    case 'language':
    case 'contentType':
    case 'cluster': {
      const column = columnOf(catalogue, name)
      const ofCodes = (codes: Iterable<number>) => rowsOfCodes(column.groups, codes, size)
      return textMask(condition[name]!, {
        oneOf: (values) => ofCodes(values.flatMap(column.find)),
        read: () => ofCodes(new Set(Array.from(request.history.items, (row) => column.codes[row] ?? -1))),
        followed: () => ofCodes(name === 'topic' ? (request.followedTopics ?? []) : []),
      })
    }
    case 'item':
      return textMask(condition.item!, {
        oneOf: (values) =>
          ofRows(
            values.map((id) => catalogue.items.row(id)),
            size,
          ),
        read: () => ofRows(request.history.items, size),
      })
    case 'section':
      return textMask(condition.section!, {
        oneOf: (values) =>
          ofRows(
            sections.flatMap((section) => (values.includes(section.name) ? [...section.rows] : [])),
            size,
          ),
      })
    case 'region':
      return textMask(condition.region!, { oneOf: (regions) => shownInOneOf(catalogue, regions) })
    case 'minutes':
      return minutesMask(catalogue.minutes, limitsOf(condition.minutes!))
    case 'ageHours':
      return hoursMask(catalogue.addedAt, limitsOf(condition.ageHours!), { now: minute, zeroIsUnknown: false })
    case 'publishedHoursAgo':
      return hoursMask(catalogue.publishedAt, limitsOf(condition.publishedHoursAgo!), {
        now: minute,
        zeroIsUnknown: true,
      })
    case 'paywalled': {
      const mask = catalogue.paywalled.slice()
      if (!condition.paywalled) turnAround(mask)
      return mask
    }
    default:
      throw new RangeError(`condition: there is no field ${name}`)
  }
}

interface Column {
  readonly codes: Int32Array
  readonly groups: Groups
  /** Codes that a value means. */
  find(value: string): number[]
}

function columnOf(catalogue: Catalogue, name: keyof Catalogue['rowsOf']): Column {
  const names: Vocabulary = catalogue[namesOf[name]]
  const find =
    name === 'language'
      ? (range: string) => names.ids.flatMap((tag, code) => (inLanguageRange(tag, range) ? [code] : []))
      : (value: string) => [names.row(value)]
  return { codes: catalogue[name], groups: catalogue.rowsOf[name], find }
}

const namesOf = {
  topic: 'topics',
  publisher: 'publishers',
  language: 'languages',
  contentType: 'contentTypes',
  cluster: 'clusters',
} as const

interface Rows {
  oneOf(values: readonly string[]): Uint8Array
  read?(): Uint8Array
  followed?(): Uint8Array
}

/** Every operator of the test holds. */
function textMask(test: TextTest | ReadableTest | TopicTest, rows: Rows): Uint8Array {
  if (typeof test === 'string') return rows.oneOf([test])
  const masks: Uint8Array[] = []
  for (const [operator, value] of Object.entries(test)) {
    if (value !== undefined) masks.push(operatorMask(operator, value, rows))
  }
  const first = masks[0]
  if (first === undefined) throw new RangeError('condition: a test without an operator; say what the value must be')
  for (const mask of masks.slice(1)) keepCommon(first, mask)
  return first
}

function operatorMask(operator: string, value: readonly string[] | boolean, rows: Rows): Uint8Array {
  if (typeof value !== 'boolean') {
    const mask = rows.oneOf(value)
    if (operator === 'notIn') turnAround(mask)
    else if (operator !== 'in') throw new RangeError(`condition: there is no operator ${operator}`)
    return mask
  }
  const mask = operator === 'readBefore' ? rows.read?.() : operator === 'followed' ? rows.followed?.() : undefined
  if (mask === undefined) throw new RangeError(`condition: there is no operator ${operator} here`)
  if (!value) turnAround(mask)
  return mask
}

interface Limits {
  readonly atLeast: number
  readonly atMost: number
}

function limitsOf(test: NumberTest): Limits {
  if (typeof test === 'number') return { atLeast: test, atMost: test }
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = test
  return { atLeast, atMost }
}

function minutesMask(minutes: Float32Array, { atLeast, atMost }: Limits): Uint8Array {
  const mask = new Uint8Array(minutes.length)
  for (let row = 0; row < mask.length; row++) {
    const value = minutes[row]!
    mask[row] = value !== 0 && value >= atLeast && value <= atMost ? 1 : 0
  }
  return mask
}

/** The age of what is still to come is 0. */
function hoursMask(
  times: Float64Array,
  { atLeast, atMost }: Limits,
  { now, zeroIsUnknown }: { readonly now: number; readonly zeroIsUnknown: boolean },
): Uint8Array {
  const [least, most] = [atLeast * 3_600_000, atMost * 3_600_000]
  const unknown = zeroIsUnknown ? 0 : Number.NaN
  const mask = new Uint8Array(times.length)
  for (let row = 0; row < mask.length; row++) {
    const at = times[row]!
    const age = at < now ? now - at : 0
    mask[row] = at !== unknown && age >= least && age <= most ? 1 : 0
  }
  return mask
}

function ofRows(rows: Iterable<number>, size: number): Uint8Array {
  const mask = new Uint8Array(size)
  for (const row of rows) if (row >= 0 && row < size) mask[row] = 1
  return mask
}

function rowsOfCodes(groups: Groups, codes: Iterable<number>, size: number): Uint8Array {
  const mask = new Uint8Array(size)
  for (const code of codes)
    for (let k = groups.indptr[code] ?? 0; k < (groups.indptr[code + 1] ?? 0); k++) mask[groups.rows[k]!] = 1
  return mask
}

function shownInOneOf(catalogue: Catalogue, regions: readonly string[]): Uint8Array {
  const mask = new Uint8Array(catalogue.items.size).fill(regions.length === 0 ? 0 : 1)
  for (const [row, only] of catalogue.onlyIn) if (!regions.some((region) => only.has(region))) mask[row] = 0
  return mask
}
