import { topRows } from './top-rows.ts'

/**
 * The rows with the largest scores of an array that grows one score at a time, kept in order. A row that rose costs its way
 * up the list, asking costs nothing; anything else costs one pass over the scores the next time somebody asks, so an array
 * that nobody asks about costs nothing.
 */
export class LeadingRows {
  readonly #scores: Float64Array
  /** Best first, ties by lower row; scores of 0 and less never lead. */
  readonly #rows: Int32Array
  #size = 0
  #right = false

  constructor(scores: Float64Array, limit: number) {
    if (!(Number.isInteger(limit) && limit >= 1))
      throw new RangeError(`leading rows: limit is ${limit}; it must be a whole number of at least 1`)
    this.#scores = scores
    this.#rows = new Int32Array(Math.min(limit, scores.length))
  }

  /** A view that the next change may change. `complete` when no other row has a score above 0. */
  leading(): { readonly rows: Int32Array; readonly complete: boolean } {
    if (!this.#right) this.#lookAtAll()
    return { rows: this.#rows.subarray(0, this.#size), complete: this.#size < this.#rows.length }
  }

  /** Call after a score grew. */
  rose(row: number): void {
    if (!this.#right || !(this.#scores[row]! > 0)) return
    const full = this.#size === this.#rows.length
    const last = this.#rows[this.#size - 1]
    if (full && last !== undefined && row !== last && !this.#better(row, last)) return
    let place = this.#rows.subarray(0, this.#size).indexOf(row)
    if (place < 0) place = full ? this.#size - 1 : this.#size++
    while (place > 0 && this.#better(row, this.#rows[place - 1]!)) {
      this.#rows[place] = this.#rows[place - 1]!
      place--
    }
    this.#rows[place] = row
  }

  /** Call after a score shrank; for all of them at once without a row. */
  fell(row?: number): void {
    if (row === undefined || this.#rows.subarray(0, this.#size).includes(row)) this.#right = false
  }

  #better(a: number, b: number): boolean {
    return this.#scores[a]! > this.#scores[b]! || (this.#scores[a] === this.#scores[b] && a < b)
  }

  #lookAtAll(): void {
    const best = topRows(this.#scores, this.#rows.length)
    let size = 0
    while (size < best.length && this.#scores[best[size]!]! > 0) size++
    this.#rows.set(best.subarray(0, size))
    this.#size = size
    this.#right = true
  }
}
