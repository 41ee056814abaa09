import type { History } from '../data/history.ts'
import { type Interactions, readerHistory } from '../data/interactions.ts'
import { alignRows, type Vocabulary } from '../data/vocabulary.ts'

/** Bytes of the packed triangle: 2 per pair of items, half of the full matrix. */
function liveGramBytes(items: number): number {
  return 2 * items * (items + 1)
}

/**
 * X'X kept up to date reader by reader, so that EASE and its kin need not read all histories again: what a reader adds is the
 * outer product of the own history, and what was added can be taken away. With weights of 1 the sums are whole numbers and
 * equal a recount exactly (to 16,777,216 readers of an item); with others to float32 rounding.
 * A history costs O(length^2 / 2), one more item of it O(length). Steck, WWW 2019: X'X is all that EASE asks of the data.
 */
export class LiveGram {
  readonly items: Vocabulary
  /** Lower triangle: entry (i, j <= i) at i (i + 1) / 2 + j. */
  readonly #sums: Float32Array

  /** Throws when the triangle needs more than `memoryBytes` (default 1 GB). */
  constructor(items: Vocabulary, { memoryBytes = 1_000_000_000 }: { readonly memoryBytes?: number } = {}) {
    if (liveGramBytes(items.size) > memoryBytes)
      throw new RangeError(
        `liveGram: ${items.size} items need ${liveGramBytes(items.size)} bytes; memoryBytes is ${memoryBytes}`,
      )
    this.items = items
    this.#sums = new Float32Array((items.size * (items.size + 1)) / 2)
  }

  /** Counts every reader of the interactions. */
  addAll(interactions: Interactions): void {
    const rows = alignRows(interactions.itemIds, this.items)
    for (let reader = 0; reader < interactions.readerIds.size; reader++) {
      const history = readerHistory(interactions, reader)
      this.#change({ ...history, items: history.items.map((item) => rows[item]!) }, 1)
    }
  }

  /** Counts a reader. Rows that are not this vocabulary's are ignored. */
  add(history: History): void {
    this.#change(history, 1)
  }

  /** Takes a reader away, with the history as it was counted. */
  remove(history: History): void {
    this.#change(history, -1)
  }

  /** A counted reader reads one more item, which `before` does not hold. */
  extend(before: History, { row, weight }: { readonly row: number; readonly weight: number }): void {
    if (!this.#knows(row)) return
    for (let k = 0; k < before.items.length; k++) {
      const other = before.items[k]!
      if (other === row) throw new RangeError(`liveGram: row ${row} is in the history already`)
      if (this.#knows(other)) this.#sums[packed(row, other)]! += weight * before.weights[k]!
    }
    this.#sums[packed(row, row)]! += weight * weight
  }

  /** Writes the lower triangle of an n x n row-major matrix, as `addGram` does on zeros. */
  copyTo(gram: Float32Array): void {
    const n = this.items.size
    if (gram.length < n * n) throw new RangeError(`liveGram: ${gram.length} numbers; ${n * n} are needed`)
    for (let i = 0; i < n; i++) gram.set(this.#sums.subarray(packed(i, 0), packed(i, i) + 1), i * n)
  }

  #knows(row: number): boolean {
    return row >= 0 && row < this.items.size
  }

  #change({ items, weights }: History, sign: 1 | -1): void {
    for (let a = 0; a < items.length; a++) {
      const i = items[a]!
      if (!this.#knows(i)) continue
      const value = sign * weights[a]!
      for (let b = 0; b <= a; b++) if (this.#knows(items[b]!)) this.#sums[packed(i, items[b]!)]! += value * weights[b]!
    }
  }
}

function packed(i: number, j: number): number {
  return i > j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i
}
