import type { History } from '../data/history.ts'
import { arrayOf, type ModelFile, writeModelFile } from '../data/model-file.ts'
import { ItemItem, loadItemItem } from './item-item.ts'
import type { Explanation, Model } from './model.ts'
import { addWeighted, elementOf, explainSum, type SparseRows } from './sparse-rows.ts'

/**
 * What every model with a sparse item-item matrix W is once it is trained: score(j) = sum over the history of w_i W[i, j].
 * 8 bytes per kept pair; a score costs one addition per kept pair of the history's items.
 */
export class SparseItemItem<Config extends object> extends ItemItem<SparseRows, Config> implements Model {
  score(history: History): Float32Array {
    const sums = this.sums.fill(0)
    addWeighted(sums, this.weights, history)
    return new Float32Array(sums)
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    return explainSum(history, { items: this.items.size, share: (item) => elementOf(this.weights, item, row) })
  }

  save(): Uint8Array {
    const { indptr, columns, values } = this.weights
    return writeModelFile({
      kind: `${this.kind}/1`,
      meta: { items: this.items, config: this.config },
      arrays: { indptr, columns, values },
    })
  }
}

/** Reads what `SparseItemItem.save` wrote for that kind of model. */
export const loadSparseItemItem = <Config extends object>(kind: string, bytes: Uint8Array): SparseItemItem<Config> =>
  new SparseItemItem(loadItemItem(kind, bytes, rowsOf))

function rowsOf(file: ModelFile, items: number): SparseRows {
  const indptr = arrayOf(file, 'indptr', Int32Array, items + 1)
  const kept = indptr[items]!
  const columns = arrayOf(file, 'columns', Int32Array, kept)
  return { indptr, columns, values: arrayOf(file, 'values', Float32Array, kept) }
}
