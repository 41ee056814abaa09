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
      return numberMask(condition.minutes!, size, (row) => catalogue.minutes[row]! || null)
    case 'ageHours':
      return numberMask(condition.ageHours!, size, (row) => hoursSince(catalogue.addedAt[row]!, minute))
    case 'publishedHoursAgo':
      return numberMask(condition.publishedHoursAgo!, size, (row) =>
        catalogue.publishedAt[row] === 0 ? null : hoursSince(catalogue.publishedAt[row]!, minute),
      )
    case 'paywalled':
      return Uint8Array.from(catalogue.paywalled, (paid) => ((paid === 1) === condition.paywalled ? 1 : 0))
    default:
      throw new RangeError(`condition: there is no field ${name}`)
  }
}

/** 0 for what is still to come. */
function hoursSince(at: number, now: number): number {
  return Math.max(0, now - at) / 3_600_000
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

function numberMask(test: NumberTest, size: number, of: (row: number) => number | null): Uint8Array {
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } =
    typeof test === 'number' ? { atLeast: test, atMost: test } : test
  const mask = new Uint8Array(size)
  for (let row = 0; row < size; row++) {
    const value = of(row)
    mask[row] = value !== null && value >= atLeast && value <= atMost ? 1 : 0
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
