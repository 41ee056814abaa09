import { stopIfCancelled } from '../data/cancel.ts'
import type { Interactions } from '../data/interactions.ts'
import { itemReaders } from '../data/item-readers.ts'
import { topRows } from '../data/top-rows.ts'
import type { TrainContext } from './model.ts'
import type { SparseRows } from './sparse-rows.ts'

export interface CoReadOptions {
  /** Value of each pair (a position in the interactions' `items`) on the side of the item that keeps the list. */
  readonly own: ArrayLike<number>
  /** Value of each pair on the side of the listed item. */
  readonly listed: ArrayLike<number>
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
  const { own, listed, similarity, keep } = options
  const { indptr: rows, items, itemIds } = interactions
  const byItem = itemReaders(interactions)
  const n = itemIds.size
  const dots = new Float64Array(n)
  const touched = new Int32Array(n)
  const lists = new KeptLists(n, keep)
  for (let item = 0; item < n; item++) {
    if (item % 1024 === 0) {
      stopIfCancelled(context.signal)
      await context.onProgress?.({ stage: 'neighbours', done: item, total: n })
    }
    let count = 0
    for (let k = byItem.indptr[item]!; k < byItem.indptr[item + 1]!; k++) {
      const reader = byItem.readers[k]!
      const value = own[byItem.pairs[k]!]!
      const end = rows[reader + 1]!
      for (let pair = rows[reader]!; pair < end; pair++) {
        const other = items[pair]!
        if (dots[other] === 0) touched[count++] = other // values are 0 or more: a pair of value 0 may list it twice
        dots[other]! += value * listed[pair]!
      }
    }
    const others = touched.subarray(0, count).sort()
    const similarities = new Float64Array(count)
    for (let k = 0; k < count; k++) {
      const other = others[k]!
      const score = other === item ? 0 : similarity({ own: item, listed: other, dot: dots[other]! })
      similarities[k] = score > 0 ? score : Number.NEGATIVE_INFINITY
      dots[other] = 0
    }
    lists.add(others, similarities)
  }
  return lists.rows()
}

/** Rows that grow one after another, each at most `keep` entries. */
class KeptLists {
  readonly #indptr: Int32Array
  readonly #keep: number
  #columns: Int32Array
  #values: Float32Array
  #row = 0

  constructor(n: number, keep: number) {
    this.#indptr = new Int32Array(n + 1)
    this.#keep = keep
    this.#columns = new Int32Array(1024)
    this.#values = new Float32Array(1024)
  }

  /** The next row: the best of `columns` (ascending) by `scores`, in ascending order of column. */
  add(columns: Int32Array, scores: Float64Array): void {
    const best = topRows(scores, this.#keep).sort()
    const from = this.#indptr[this.#row]!
    this.#reserve(from + best.length)
    best.forEach((at, k) => {
      this.#columns[from + k] = columns[at]!
      this.#values[from + k] = scores[at]!
    })
    this.#indptr[++this.#row] = from + best.length
  }

  rows(): SparseRows {
    const kept = this.#indptr.at(-1)!
    return { indptr: this.#indptr, columns: this.#columns.slice(0, kept), values: this.#values.slice(0, kept) }
  }

  #reserve(size: number): void {
    if (size <= this.#columns.length) return
    const [columns, values] = [new Int32Array(2 * size), new Float32Array(2 * size)]
    columns.set(this.#columns)
    values.set(this.#values)
    this.#columns = columns
    this.#values = values
  }
}
