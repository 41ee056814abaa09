import type { History } from '../data/history.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import type { Explanation, Model } from './model.ts'
import { addWeighted, elementOf, explainSum, type SparseRows } from './sparse-rows.ts'

/**
 * What every model with a sparse item-item matrix W is once it is trained: score(j) = sum over the history of w_i W[i, j].
 * 8 bytes per kept pair; a score costs one addition per kept pair of the history's items.
 */
export class SparseItemItem<Config extends object> implements Model {
  readonly kind: string
  readonly timeless = true
  readonly items: Vocabulary
  /** Row i is what item i adds to others. */
  readonly weights: SparseRows
  readonly config: Config
  readonly #sums: Float64Array

  constructor(kind: string, items: Vocabulary, { weights, config }: { weights: SparseRows; config: Config }) {
    this.kind = kind
    this.items = items
    this.weights = weights
    this.config = config
    this.#sums = new Float64Array(items.size)
  }

  score(history: History): Float32Array {
    const sums = this.#sums.fill(0)
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
export function loadSparseItemItem<Config extends object>(kind: string, bytes: Uint8Array): SparseItemItem<Config> {
  const file = readModelFile(bytes, `${kind}/1`)
  const { items: ids, config } = file.meta as { items: string[]; config: Config }
  const items = new Vocabulary(ids)
  const indptr = arrayOf(file, 'indptr', Int32Array, items.size + 1)
  const kept = indptr[items.size]!
  const columns = arrayOf(file, 'columns', Int32Array, kept)
  return new SparseItemItem(kind, items, {
    weights: { indptr, columns, values: arrayOf(file, 'values', Float32Array, kept) },
    config,
  })
}
