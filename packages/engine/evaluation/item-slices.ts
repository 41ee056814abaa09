import { readersPerItem } from '../data/interactions.ts'
import type { TimeSplit } from './split.ts'

/** One way to tell items apart: `values[row]` for each item row of training, null where it is not known. */
export interface ItemSlicing {
  /** For example `topic`, `language`, `publisher` or `item age`. */
  readonly by: string
  readonly values: readonly (string | null)[]
}

const day = 86_400_000
const ages = [
  [1, 'under 1 day'],
  [7, '1 to 7 days'],
  [30, '7 to 30 days'],
  [Number.POSITIVE_INFINITY, 'over 30 days'],
] as const

/** Items by age at the split: since `publishedAt` by row (Unix ms), or since their first event in training. */
export function itemAgeSlicing(split: Pick<TimeSplit, 'at' | 'train'>, publishedAt?: ArrayLike<number>): ItemSlicing {
  const { train, at } = split
  const since = new Float64Array(train.itemIds.size).fill(at)
  if (publishedAt === undefined)
    for (let k = 0; k < train.items.length; k++)
      since[train.items[k]!] = Math.min(since[train.items[k]!]!, train.at[k]!)
  else for (let row = 0; row < since.length; row++) since[row] = publishedAt[row]!
  const values = Array.from(since, (from) => ages.find(([days]) => at - from < days * day)?.[1] ?? null)
  return { by: 'item age', values }
}

/**
 * The same with the `keep` values of most readings by their names and all others as `other`: a report on hundreds of
 * publishers tells nothing, and each slice costs a bootstrap.
 */
export function largestSlices(slicing: ItemSlicing, split: Pick<TimeSplit, 'train'>, keep: number): ItemSlicing {
  if (!(Number.isInteger(keep) && keep >= 1)) throw new RangeError(`largestSlices: keep is ${keep}; 1 or more please`)
  const readings = new Map<string, number>()
  readersPerItem(split.train).forEach((readers, row) => {
    const value = slicing.values[row] ?? null
    if (value !== null) readings.set(value, (readings.get(value) ?? 0) + readers)
  })
  const largest = [...readings].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, keep)
  const kept = new Set(largest.map(([value]) => value))
  return {
    by: slicing.by,
    values: slicing.values.map((value) => (value === null || kept.has(value) ? value : 'other')),
  }
}

/** Targets of each value: for readers who have some, their position in `split.readers` and these targets. */
export function targetsByValue(
  slicing: ItemSlicing,
  split: Pick<TimeSplit, 'train' | 'readers' | 'indptr' | 'targets'>,
): Map<string, Map<number, number[]>> {
  if (slicing.values.length !== split.train.itemIds.size)
    throw new RangeError(
      `evaluate: the slices by ${slicing.by} name ${slicing.values.length} items; training has ${split.train.itemIds.size}`,
    )
  const byValue = new Map<string, Map<number, number[]>>()
  for (let t = 0; t < split.readers.length; t++)
    for (let k = split.indptr[t]!; k < split.indptr[t + 1]!; k++) {
      const row = split.targets[k]!
      const value = row < 0 ? null : slicing.values[row]!
      if (value === null) continue
      const readers = byValue.get(value) ?? new Map<number, number[]>()
      byValue.set(value, readers)
      const targets = readers.get(t)
      if (targets === undefined) readers.set(t, [row])
      else targets.push(row)
    }
  return byValue
}
