import type { History } from '../data/history.ts'
import { matrixOf, writeModelFile } from '../data/model-file.ts'
import { sumElements } from '../data/row-elements.ts'
import { addRow, elementAt, type RowMatrix } from '../data/row-matrix.ts'
import { ItemItem, loadItemItem } from './item-item.ts'
import type { Explanation, Model } from './model.ts'
import { explainSum } from './sparse-rows.ts'

/**
 * What every model with a dense item-item matrix B is once it is trained: score(j) = sum over the history of w_i B[i, j].
 * 4 bytes per pair of items, or 1 in a pack of 8 bits; a score costs n additions per item of the history.
 */
export class DenseItemItem<Config extends object> extends ItemItem<RowMatrix, Config> implements Model {
  score(history: History): Float32Array {
    const scores = new Float32Array(this.items.size)
    this.fillScores(history, scores)
    return scores
  }

  /** `score` into an array that is used again. */
  fillScores(history: History, into: Float32Array): void {
    const n = this.items.size
    const sums = this.sums.fill(0)
    for (let k = 0; k < history.items.length; k++) {
      const item = history.items[k]!
      if (item < 0 || item >= n) continue
      addRow(sums, this.weights, { row: item, factor: history.weights[k]! })
    }
    into.set(sums)
  }

  /** `score` for some rows only, in their order: an addition per item of the history and row. */
  scoreRows(history: History, rows: Int32Array): Float32Array {
    const n = this.items.size
    const known = Array.from(history.items.keys()).filter((k) => history.items[k]! >= 0 && history.items[k]! < n)
    const lines = known.map((k) => ({ row: history.items[k]!, factor: history.weights[k]! }))
    return new Float32Array(sumElements(this.weights, lines, { columns: rows, width: n }))
  }

  explain(history: History, row: number): Explanation {
    const n = this.items.size
    this.items.id(row)
    return explainSum(history, { items: n, share: (item) => elementAt(this.weights, n, { row: item, column: row }) })
  }

  /** What item k of the history adds to the score of `row`, into `into[k]`: the terms of `explain` without an object for each. */
  fillContributions({ items, weights }: History, row: number, into: Float64Array): void {
    const n = this.items.size
    for (let k = 0; k < items.length; k++) {
      const item = items[k]!
      into[k] = item < 0 || item >= n ? 0 : weights[k]! * elementAt(this.weights, n, { row: item, column: row })
    }
  }

  save(): Uint8Array {
    const meta = { items: this.items, config: this.config }
    return writeModelFile({ kind: `${this.kind}/1`, meta, arrays: { weights: this.weights } })
  }
}

/** Reads what `DenseItemItem.save` wrote for that kind of model. */
export const loadDenseItemItem = <Config extends object>(kind: string, bytes: Uint8Array): DenseItemItem<Config> =>
  new DenseItemItem(
    loadItemItem(kind, bytes, (file, items) => matrixOf(file, 'weights', { rows: items, columns: items })),
  )
