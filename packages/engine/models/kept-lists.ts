import { topRows } from '../data/top-rows.ts'
import type { SparseRows } from './sparse-rows.ts'

/** A sparse matrix that grows row after row, each row the best entries of a dense or sparse list. */
export class KeptLists {
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

  /**
   * The next row: the `keep` largest of `scores` (ties: the first; NaN and -Infinity never) in ascending order of column.
   * `columns`, ascending, are the columns of the scores; without them score k is that of column k.
   */
  add(scores: Float64Array | Float32Array, columns?: Int32Array): void {
    const best = topRows(scores, this.#keep).sort()
    const from = this.#indptr[this.#row]!
    this.#reserve(from + best.length)
    best.forEach((at, k) => {
      this.#columns[from + k] = columns === undefined ? at : columns[at]!
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
