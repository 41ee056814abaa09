import { KeptValues } from '../data/kept-values.ts'
import { fieldMask } from './field-masks.ts'
import { addOther, keepCommon, turnAround } from './row-mask.ts'
import type { Catalogue, PipelineState, SlateRequest } from './slate.ts'

/**
 * Which items are meant, as plain JSON: every entry must hold, `{ topic: 'tech', minutes: { atMost: 10 } }`. The wire's
 * form with its limits and error messages is protocol/rest/conditions.ts; docs/guide/conditions.md explains each field.
 */
export interface Condition {
  readonly all?: readonly Condition[] | undefined
  readonly any?: readonly Condition[] | undefined
  readonly not?: Condition | undefined
  readonly item?: ReadableTest | undefined
  readonly topic?: TopicTest | undefined
  readonly publisher?: ReadableTest | undefined
  /** BCP 47; `en` means `en-GB` too. */
  readonly language?: ReadableTest | undefined
  readonly contentType?: ReadableTest | undefined
  /** The story an item tells. */
  readonly cluster?: ReadableTest | undefined
  readonly section?: TextTest | undefined
  /** May be shown there, ISO 3166. */
  readonly region?: TextTest | undefined
  /** To read. */
  readonly minutes?: NumberTest | undefined
  /** Since `addedAt`, at the full minute. */
  readonly ageHours?: NumberTest | undefined
  /** Since `publishedAt`, at the full minute. */
  readonly publishedHoursAgo?: NumberTest | undefined
  readonly paywalled?: boolean | undefined
}

/** A text is equality; of an object every entry must hold. An unknown value is in no list, so `notIn` holds. */
export type TextTest = string | OneOf
interface OneOf {
  readonly in?: readonly string[] | undefined
  readonly notIn?: readonly string[] | undefined
}
/** `readBefore`: whether something with the same value is in the reader's history. */
export type ReadableTest = string | (OneOf & { readonly readBefore?: boolean | undefined })
export type TopicTest =
  | string
  | (OneOf & { readonly readBefore?: boolean | undefined; readonly followed?: boolean | undefined })
/** A number is equality. For an unknown number nothing holds. */
export type NumberTest = number | { readonly atLeast?: number | undefined; readonly atMost?: number | undefined }

/** What a condition may ask about. */
export interface ConditionScope {
  readonly request: Pick<SlateRequest, 'now' | 'history' | 'followedTopics'>
  readonly state: Pick<PipelineState, 'catalogue' | 'sections'>
}

/** Masks per catalogue: one byte per row each. */
const masksKept = 128
const kept = new KeptValues<Catalogue, Uint8Array>(masksKept)

/**
 * 1 for each catalogue row where the condition holds. What does not ask about the reader is kept with the catalogue, by
 * canonical JSON and, where it asks for an age, by the minute; so the same array comes out again: do not change it.
 * Throws on a field that does not exist.
 */
export function conditionMask(condition: Condition, scope: ConditionScope): Uint8Array {
  const asked = whatItAsks(condition)
  if (asked.reader) return evaluate(condition, scope, conditionMask)
  const minute = asked.time ? `@${Math.floor(scope.request.now / 60_000)}` : ''
  const sections = asked.sections ? `#${numberOf(scope.state.sections)}` : ''
  const key = canonical(condition) + minute + sections
  return kept.get(scope.state.catalogue, key, () => evaluate(condition, scope, evaluateWhole))
}

/** The same JSON for conditions that differ only in the order of keys and list entries, or in repeated list entries. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(canonical))].sort().join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${entries
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
    .sort()
    .join()}}`
}

type Mask = (condition: Condition, scope: ConditionScope) => Uint8Array

const evaluateWhole: Mask = (condition, scope) => evaluate(condition, scope, evaluateWhole)

/** A new mask; `part` makes those of the parts. */
function evaluate(condition: Condition, scope: ConditionScope, part: Mask): Uint8Array {
  const entries = Object.entries(condition).filter(([, value]) => value !== undefined)
  const rows = scope.state.catalogue.items.size
  if (entries.length !== 1)
    return combined(
      entries.map(([name, value]) => ({ [name]: value })),
      { rows, scope, part, start: 1, merge: keepCommon },
    )
  const { all, any, not } = condition
  if (all !== undefined) return combined(all, { rows, scope, part, start: 1, merge: keepCommon })
  if (any !== undefined) return combined(any, { rows, scope, part, start: 0, merge: addOther })
  if (not !== undefined) {
    const mask = part(not, scope).slice()
    turnAround(mask)
    return mask
  }
  return fieldMask(condition, scope)
}

interface Combination {
  readonly rows: number
  readonly scope: ConditionScope
  readonly part: Mask
  readonly start: 0 | 1
  readonly merge: (mask: Uint8Array, other: Uint8Array) => void
}

function combined(parts: readonly Condition[], { rows, scope, part, start, merge }: Combination): Uint8Array {
  const mask = new Uint8Array(rows)
  if (start === 1) mask.fill(1)
  for (const one of parts) merge(mask, part(one, scope))
  return mask
}

interface Asked {
  readonly reader: boolean
  readonly time: boolean
  readonly sections: boolean
}

function whatItAsks(condition: Condition): Asked {
  const { all = [], any = [], not } = condition
  const parts = [...all, ...any, ...(not === undefined ? [] : [not])].map(whatItAsks)
  const fields = Object.values(condition)
  return {
    reader: fields.some(asksReader) || parts.some(({ reader }) => reader),
    time:
      condition.ageHours !== undefined || condition.publishedHoursAgo !== undefined || parts.some(({ time }) => time),
    sections: condition.section !== undefined || parts.some(({ sections }) => sections),
  }
}

const asksReader = (test: unknown): boolean =>
  typeof test === 'object' && test !== null && ('readBefore' in test || 'followed' in test)

const numbers = new WeakMap<object, number>()
let given = 0

/** Tells objects apart in a key. */
function numberOf(object: object): number {
  const number = numbers.get(object) ?? given++
  numbers.set(object, number)
  return number
}
