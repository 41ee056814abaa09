import { stopIfCancelled } from '../data/cancel.ts'
import type { Interactions } from '../data/interactions.ts'
import { type ItemReaders, itemReaders } from '../data/item-readers.ts'
import { KeptLists } from './kept-lists.ts'
import type { TrainContext } from './model.ts'
import type { SparseRows } from './sparse-rows.ts'

interface CoReadOptions {
  /** Value, 0 or more, of each pair (a position in the interactions' `items`) on the side of the item that keeps the list. */
  readonly own: ArrayLike<number>
  /** Value, 0 or more, of each pair on the side of the listed item. */
  readonly listed: ArrayLike<number>
  /** A factor, 0 or more, of each two pairs of one reader, by their positions; default 1. */
  readonly closeness?: (own: number, listed: number) => number
  /** The similarity of item `listed` in the list of item `own`, from dot = sum over readers of both of own * listed. */
  readonly similarity: (pair: { own: number; listed: number; dot: number }) => number
  /** Keep so many of the largest similarities per item (ties: lower row), none at or below 0. */
  readonly keep: number
}

/**
 * For each item the items most similar to it by common readers, itself never among them: row i is the list of item i.
 * Time: sum over readers of (items)^2 additions. Memory: 8 bytes per kept pair and 12 bytes per item.
 */
export async function mostCoRead(
  interactions: Interactions,
  options: CoReadOptions,
  context: Pick<TrainContext, 'signal' | 'onProgress'>,
): Promise<SparseRows> {
  const { similarity, keep } = options
  const n = interactions.itemIds.size
  const sums = new CoReadSums(interactions, options)
  const lists = new KeptLists(n, keep)
  for (let item = 0; item < n; item++) {
    if (item % 1024 === 0) {
      stopIfCancelled(context.signal)
      await context.onProgress?.({ stage: 'neighbours', done: item, total: n })
    }
    const others = sums.add(item).sort()
    const similarities = new Float64Array(others.length)
    others.forEach((other, k) => {
      const score = other === item ? 0 : similarity({ own: item, listed: other, dot: sums.dots[other]! })
      similarities[k] = score > 0 ? score : Number.NEGATIVE_INFINITY
    })
    sums.clear(others)
    lists.add(similarities, others)
  }
  return lists.rows()
}

type CoReadValues = Pick<CoReadOptions, 'own' | 'listed' | 'closeness'>

/** Row after row of own' * listed: for one item, the sum over its readers for every other item of theirs. */
class CoReadSums {
  /** One sum per item, all zero between `clear` and `add`. */
  readonly dots: Float64Array
  readonly #touched: Int32Array
  readonly #byItem: ItemReaders
  readonly #interactions: Interactions
  readonly #values: CoReadValues

  constructor(interactions: Interactions, values: CoReadValues) {
    this.dots = new Float64Array(interactions.itemIds.size)
    this.#touched = new Int32Array(interactions.itemIds.size)
    this.#byItem = itemReaders(interactions)
    this.#interactions = interactions
    this.#values = values
  }

  /** Adds up the row of `item`: the rows with a sum that is not 0, in no order, as a view that the next call overwrites. */
  add(item: number): Int32Array {
    const { own, listed, closeness } = this.#values
    const { indptr, items } = this.#interactions
    const { dots } = this
    const byItem = this.#byItem
    let count = 0
    for (let k = byItem.indptr[item]!; k < byItem.indptr[item + 1]!; k++) {
      const reader = byItem.readers[k]!
      const from = byItem.pairs[k]!
      const value = own[from]!
      if (value === 0) continue
      const end = indptr[reader + 1]!
      for (let pair = indptr[reader]!; pair < end; pair++) {
        const near = closeness === undefined ? 1 : closeness(from, pair)
        const amount = value * listed[pair]! * near
        if (amount === 0) continue
        const other = items[pair]!
        if (dots[other] === 0) this.#touched[count++] = other // amounts are positive: a sum never returns to 0
        dots[other]! += amount
      }
    }
    return this.#touched.subarray(0, count)
  }

  /** Makes the sums of these rows zero again. */
  clear(rows: Int32Array): void {
    for (const row of rows) this.dots[row] = 0
  }
}
