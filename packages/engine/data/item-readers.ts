import type { Interactions } from './interactions.ts'

/**
 * The interactions by item (compressed columns): the readers of item i are `readers[indptr[i]..indptr[i+1])`, ascending;
 * `pairs` holds, beside each, its position in the interactions' `items`, `weights` and `at`.
 */
export interface ItemReaders {
  /** items + 1 entries. */
  readonly indptr: Int32Array
  readonly readers: Int32Array
  readonly pairs: Int32Array
}

/** Turns rows into columns by counting: O(pairs + readers + items), 8 bytes per pair. */
export function itemReaders(interactions: Interactions): ItemReaders {
  const { indptr: rows, items, itemIds } = interactions
  const indptr = new Int32Array(itemIds.size + 1)
  for (const item of items) indptr[item + 1]!++
  for (let item = 0; item < itemIds.size; item++) indptr[item + 1]! += indptr[item]!
  const next = indptr.slice()
  const readers = new Int32Array(items.length)
  const pairs = new Int32Array(items.length)
  for (let reader = 0; reader + 1 < rows.length; reader++)
    for (let k = rows[reader]!; k < rows[reader + 1]!; k++) {
      const slot = next[items[k]!]!++
      readers[slot] = reader
      pairs[slot] = k
    }
  return { indptr, readers, pairs }
}
