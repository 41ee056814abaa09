import type { History } from './history.ts'
import { type InteractionSource, readInteractions } from './interaction-source.ts'
import { Vocabulary } from './vocabulary.ts'

/**
 * Who read what: a readers x items matrix in compressed rows. Row r is `items|weights|at[indptr[r]..indptr[r+1])`,
 * sorted by time (ties: lower item row), each pair once. Ids are sorted, so rows do not depend on the order of events.
 */
export interface Interactions {
  readonly readerIds: Vocabulary
  readonly itemIds: Vocabulary
  /** readers + 1 entries. */
  readonly indptr: Int32Array
  readonly items: Int32Array
  readonly weights: Float32Array
  /** Unix milliseconds. */
  readonly at: Float64Array
}

export interface InteractionLimits {
  /** Keep items with at least this many readers; default 1. Applied first, then `maxItems`, then `minReaderItems`. */
  readonly minItemReaders?: number
  /** Keep at most this many items, those with the most readers (ties: smaller id); default all. */
  readonly maxItems?: number
  /** Keep readers with at least this many of the kept items; default 1. */
  readonly minReaderItems?: number
}

/**
 * Reads the source twice (first to count, then to fill) and merges repeated pairs to newest time and largest weight.
 * Throws when the two passes differ, when a time is not finite or a weight is not a positive number, or on a limit below 1.
 */
export async function buildInteractions(
  source: InteractionSource,
  limits: InteractionLimits = {},
): Promise<Interactions> {
  const { minItemReaders = 1, maxItems = Number.POSITIVE_INFINITY, minReaderItems = 1 } = limits
  for (const [name, value] of Object.entries({ minItemReaders, maxItems, minReaderItems }))
    if (!(value >= 1)) throw new RangeError(`buildInteractions: ${name} is ${value}; it must be at least 1`)

  const counts = new Map<string, number>()
  const itemSet = new Set<string>()
  const events = await readInteractions(source, ({ reader, item }) => {
    counts.set(reader, (counts.get(reader) ?? 0) + 1)
    itemSet.add(item)
  })
  const readerIds = new Vocabulary([...counts.keys()].sort())
  const itemIds = new Vocabulary([...itemSet].sort())
  const indptr = new Int32Array(readerIds.size + 1)
  for (let r = 0; r < readerIds.size; r++) indptr[r + 1] = indptr[r]! + counts.get(readerIds.id(r))!
  const raw = {
    readerIds,
    itemIds,
    indptr,
    items: new Int32Array(events),
    weights: new Float32Array(events),
    at: new Float64Array(events),
  }
  const next = indptr.slice()
  const again = await readInteractions(source, ({ reader, item, at, weight }) => {
    const r = readerIds.row(reader)
    const column = itemIds.row(item)
    if (r < 0 || column < 0 || next[r]! >= indptr[r + 1]!) throw new Error(changed)
    const slot = next[r]!++
    raw.items[slot] = column
    raw.weights[slot] = weight
    raw.at[slot] = at
  })
  if (again !== events) throw new Error(changed)
  return keep(mergeRepeats(raw), { minItemReaders, maxItems, minReaderItems })
}

/** The history of one reader row, as views on the same memory. */
export function readerHistory(interactions: Interactions, reader: number): History {
  const from = interactions.indptr[reader]!
  const to = interactions.indptr[reader + 1]!
  return {
    items: interactions.items.subarray(from, to),
    weights: interactions.weights.subarray(from, to),
    at: interactions.at.subarray(from, to),
  }
}

/** Number of readers of each item row. */
export function readersPerItem(interactions: Pick<Interactions, 'items' | 'itemIds'>): Int32Array {
  const readers = new Int32Array(interactions.itemIds.size)
  for (const item of interactions.items) readers[item]!++
  return readers
}

/** Item rows by number of readers, most first, ties by lower row. */
export function itemsByReaders(readers: Int32Array): Int32Array {
  return Int32Array.from(readers.keys()).sort((a, b) => readers[b]! - readers[a]! || a - b)
}

const changed =
  'buildInteractions: the source gave other interactions on the second pass; it must give the same each time'

/** In place: sorts each row by (time, item), keeps a pair at its newest time with its largest weight. */
function mergeRepeats(raw: Interactions): Interactions {
  const { indptr, items, weights, at } = raw
  const out = new Int32Array(indptr.length)
  let write = 0
  for (let r = 0; r + 1 < indptr.length; r++) {
    const merged = new Map<number, { at: number; weight: number }>()
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++) {
      const known = merged.get(items[k]!)
      if (known === undefined) merged.set(items[k]!, { at: at[k]!, weight: weights[k]! })
      else {
        known.at = Math.max(known.at, at[k]!)
        known.weight = Math.max(known.weight, weights[k]!)
      }
    }
    const row = [...merged].sort(([itemA, a], [itemB, b]) => a.at - b.at || itemA - itemB)
    for (const [item, pair] of row) {
      items[write] = item
      weights[write] = pair.weight
      at[write++] = pair.at
    }
    out[r + 1] = write
  }
  return {
    ...raw,
    indptr: out,
    items: items.subarray(0, write),
    weights: weights.subarray(0, write),
    at: at.subarray(0, write),
  }
}

function keep(all: Interactions, limits: Required<InteractionLimits>): Interactions {
  const readers = readersPerItem(all)
  const chosen = itemsByReaders(readers).filter((item) => readers[item]! >= limits.minItemReaders)
  const kept = chosen.subarray(0, Math.min(chosen.length, limits.maxItems)).sort()
  const newRow = new Int32Array(all.itemIds.size).fill(-1)
  kept.forEach((item, row) => {
    newRow[item] = row
  })
  const readerIds: string[] = []
  const indptr: number[] = [0]
  const slots = new Int32Array(all.items.length)
  let pairs = 0
  for (let r = 0; r < all.readerIds.size; r++) {
    const from = pairs
    for (let k = all.indptr[r]!; k < all.indptr[r + 1]!; k++) if (newRow[all.items[k]!]! >= 0) slots[pairs++] = k
    if (pairs - from < limits.minReaderItems) pairs = from
    else {
      readerIds.push(all.readerIds.id(r))
      indptr.push(pairs)
    }
  }
  const taken = slots.subarray(0, pairs)
  return {
    readerIds: new Vocabulary(readerIds),
    itemIds: new Vocabulary(Array.from(kept, (item) => all.itemIds.id(item))),
    indptr: Int32Array.from(indptr),
    items: Int32Array.from(taken, (k) => newRow[all.items[k]!]!),
    weights: Float32Array.from(taken, (k) => all.weights[k]!),
    at: Float64Array.from(taken, (k) => all.at[k]!),
  }
}
