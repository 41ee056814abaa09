import type { Ranked, StageContext } from '../stage.ts'
import { promotedRows } from './promotions.ts'

/** How many rows of a list may or must hold something; without `value` the limit is for each publisher, topic, ... by itself. */
type Quota = QuotaRange &
  (
    | { readonly of: 'publisher' | 'topic' | 'language' | 'contentType'; readonly value?: string }
    /** Added to the catalogue within this time. */
    | { readonly of: 'freshness'; readonly withinMs: number }
  )

interface QuotaRange {
  readonly min?: number
  readonly max?: number
  /** Share of the list, 0 to 1; rounded down, but one row is always allowed. */
  readonly maxShare?: number
}

export interface LimitOptions {
  readonly quotas?: readonly Quota[]
  /** Slots from a row to the next of its publisher: no more of a publisher than can be placed so. */
  readonly apart?: number
}

/**
 * Limits on a list as numbers: `min[l]` and `max[l]` rows may hold limit l. `columns[c][k]` is the limit that the row at
 * position k counts for, -1 none; a limit stands in one column only.
 */
export interface Limits {
  readonly min: readonly number[]
  readonly max: readonly number[]
  readonly columns: readonly Int32Array[]
  /** The first limit of each column: those of column c are the ones from `first[c]` up to the next. */
  readonly first: readonly number[]
}

/** A list to be: so many rows of these candidates. */
interface ListToBe {
  readonly context: StageContext
  readonly ranked: Ranked
  readonly length: number
}

/** Quotas of the request and of the recipe, shares of promotions, and what `apart` leaves room for. */
export function limitsOf(list: ListToBe, { quotas = [], apart = 1 }: LimitOptions): Limits {
  const { context, length } = list
  const { catalogue } = context.state
  const add = limitsFor(list)
  for (const quota of context.request.rules?.quotas ?? []) add.where((row) => quota.holds[row] === 1, quota)
  for (const quota of context.request.rules?.each ?? []) add.forEach(catalogue[quota.of], quota)
  for (const { holds, rows } of promotedRows(context, length))
    add.where((row) => holds[row] === 1, { min: rows, max: rows })
  for (const quota of quotas) {
    if (quota.of === 'freshness') {
      const since = context.request.now - quota.withinMs
      add.where((row) => catalogue.addedAt[row]! > since, quota)
    } else if (quota.value === undefined) add.forEach(catalogue[quota.of], quota)
    else {
      const code = catalogue[names[quota.of]].row(quota.value)
      add.where((row) => code >= 0 && catalogue[quota.of][row] === code, quota)
    }
  }
  const slotsApart = context.request.rules?.apart ?? apart
  if (slotsApart > 1) add.forEach(catalogue.publisher, { max: Math.ceil(length / slotsApart) })
  return add.limits
}

/** Collects limits: on the rows where something holds, or on each code of a column by itself. */
function limitsFor({ ranked, length }: ListToBe) {
  const limits = { min: [] as number[], max: [] as number[], columns: [] as Int32Array[], first: [] as number[] }
  const numbered = ({ least, most }: ReturnType<typeof rangeOf>) => {
    limits.min.push(least)
    return limits.max.push(most) - 1
  }
  const where = (holds: (row: number) => boolean, range: QuotaRange) => {
    limits.first.push(limits.min.length)
    const limit = numbered(rangeOf(range, length))
    limits.columns.push(ranked.rows.map((row) => (holds(row) ? limit : -1)))
  }
  const forEach = (codes: Int32Array, quota: QuotaRange) => {
    limits.first.push(limits.min.length)
    const range = rangeOf(quota, length)
    const known = new Map<number, number>([[-1, -1]])
    const limitOf = (code: number) => {
      const limit = known.get(code) ?? numbered(range)
      known.set(code, limit)
      return limit
    }
    limits.columns.push(ranked.rows.map((row) => limitOf(codes[row]!)))
  }
  return { limits, where, forEach }
}

const names = { publisher: 'publishers', topic: 'topics', language: 'languages', contentType: 'contentTypes' } as const

function rangeOf({ min = 0, max = Number.POSITIVE_INFINITY, maxShare = 1 }: QuotaRange, length: number) {
  if (!(min >= 0 && max >= min)) throw new RangeError(`quotas: from ${min} to ${max} rows; 0 <= min <= max must hold`)
  if (!(maxShare > 0 && maxShare <= 1))
    throw new RangeError(`quotas: maxShare is ${maxShare}; it must be above 0, at most 1`)
  // A millionth of a row forgives shares such as 0.29 of 100, which is a little less than 29.
  return { least: min, most: Math.min(max, Math.max(1, Math.floor(maxShare * length + 1e-6))) }
}
