/**
 * The `limit` rows with the largest scores above 0 of those that are offered, best first, ties by lower row; a row may be
 * offered often. `scores` has an entry per row. What does not get in costs one comparison: O(offered + taken log limit).
 */
export class BestRows {
  readonly #scores: Float64Array
  /** A heap, the worst row at 0. */
  readonly #heap: Int32Array
  #size = 0
  /** Once a row got in it is never asked again: what it had to beat only grows. */
  readonly #met = new Set<number>()

  constructor(limit: number, scores: Float64Array) {
    this.#scores = scores
    this.#heap = new Int32Array(Math.max(0, limit))
  }

  offer(rows: Int32Array): void {
    const scores = this.#scores
    const heap = this.#heap
    if (heap.length === 0) return
    let least = this.#size < heap.length ? 0 : scores[heap[0]!]!
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!
      const score = scores[row]!
      if (!(score >= least && score > 0) || this.#met.has(row)) continue
      if (this.#size < heap.length) this.#rise(row)
      else if (this.#isWorse(heap[0]!, row)) this.#sink(row, this.#size)
      else continue
      this.#met.add(row)
      if (this.#size === heap.length) least = scores[heap[0]!]!
    }
  }

  /** Ends the search. */
  take(): Int32Array {
    const heap = this.#heap
    for (let end = this.#size - 1; end > 0; end--) {
      const worst = heap[0]!
      this.#sink(heap[end]!, end)
      heap[end] = worst
    }
    return heap.subarray(0, this.#size)
  }

  #isWorse(a: number, b: number): boolean {
    return this.#scores[a]! < this.#scores[b]! || (this.#scores[a] === this.#scores[b] && a > b)
  }

  #rise(row: number): void {
    let k = this.#size++
    while (k > 0) {
      const parent = (k - 1) >> 1
      if (!this.#isWorse(row, this.#heap[parent]!)) break
      this.#heap[k] = this.#heap[parent]!
      k = parent
    }
    this.#heap[k] = row
  }

  /** Puts `row` in the place of the worst of the first `size`. */
  #sink(row: number, size: number): void {
    let k = 0
    for (;;) {
      let child = 2 * k + 1
      if (child >= size) break
      if (child + 1 < size && this.#isWorse(this.#heap[child + 1]!, this.#heap[child]!)) child++
      if (!this.#isWorse(this.#heap[child]!, row)) break
      this.#heap[k] = this.#heap[child]!
      k = child
    }
    this.#heap[k] = row
  }
}
