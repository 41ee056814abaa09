import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { type FoldInProblem, foldIn, foldInPenalty } from './fold-in.ts'
import { checkIalsConfig, type IalsConfig, type ItemFactors, trainItemFactors } from './ials-training.ts'
import type { Algorithm, Contribution, Explanation, Model, TrainContext } from './model.ts'

export type { IalsConfig } from './ials-training.ts'
export { ialsBytes } from './ials-training.ts'

const kind = 'ials/1'

/**
 * Implicit alternating least squares: score(j) = w . h_j, where w minimises, over the history with weights x_i,
 * sum of x_i (w . h_i - 1)^2 + a0 * sum over all items of (w . h_j)^2 + reg * (n + a0 * items)^nu * |w|^2.
 *
 * Hu, Koren, Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008; penalties that grow with the
 * number of pairs and settings that make it strong: Rendle, Krichene, Zhang, Koren, "Revisiting the Performance of iALS on
 * Item Recommendation Benchmarks", RecSys 2022, arXiv 2110.14037; block solver: the same, "iALS++", arXiv 2110.14044.
 * An epoch costs O(pairs * d * (block + 6) + (readers + items) * d^2); serving holds 4 * d bytes per item, no reader.
 * When to use: the catalogue is too large for EASE (above about 20,000 items), or vectors of items are wanted. A new
 * history costs one solve of min(history, d) unknowns, an event of a known reader needs no training. Below that size EASE is stronger.
 */
export class Ials implements Model {
  readonly kind = 'ials'
  readonly items: Vocabulary
  readonly config: IalsConfig
  /** items x d row-major, d = config.embeddingSize, in coordinates where the sum of h h' over all items is a diagonal. */
  readonly factors: Float32Array
  /** That diagonal times a0, d numbers. */
  readonly unobserved: Float64Array
  readonly #allRows: Int32Array

  constructor(items: Vocabulary, config: IalsConfig, state: ItemFactors) {
    this.items = items
    this.config = config
    this.factors = state.factors
    this.unobserved = state.unobserved
    this.#allRows = Int32Array.from({ length: items.size }, (_, row) => row)
  }

  /** The reader's vector, d numbers: one solve. Zeros when no item of the history is known. */
  foldIn(history: History): Float64Array {
    return foldIn(this.#problem(history)).vector
  }

  score(history: History): Float32Array {
    return this.scoreRows(history, this.#allRows)
  }

  /** `score` for some rows only, in their order. */
  scoreRows(history: History, rows: Int32Array): Float32Array {
    const scores = new Float32Array(rows.length)
    setDots(this.foldIn(history), { factors: this.factors, rows }, scores)
    return scores
  }

  /**
   * The vector is linear in the history once the matrix A of its solve is given (Hu et al., section 5): the score of j is
   * the sum over the history of x_i h_i' A^-1 h_j.
   */
  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const d = this.config.embeddingSize
    const problem = this.#problem(history)
    const shares = foldIn(problem).shares(this.factors.subarray(row * d, row * d + d))
    const contributions = problem.rows.map((item, k): Contribution => ({ row: item, contribution: shares[k]! }))
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: 0, contributions }
  }

  save(): Uint8Array {
    const meta = { items: this.items, config: this.config }
    return writeModelFile({ kind, meta, arrays: { factors: this.factors, unobserved: this.unobserved } })
  }

  #problem(history: History): FoldInProblem {
    const rows: number[] = []
    const weights: number[] = []
    history.items.forEach((item, k) => {
      if (item < 0 || item >= this.items.size) return
      rows.push(item)
      weights.push(history.weights[k]!)
    })
    const penalty = foldInPenalty(this.config, { pairs: rows.length, others: this.items.size })
    return { factors: this.factors, diagonal: this.unobserved.map((value) => value + penalty), rows, weights }
  }
}

export const ials: Algorithm<IalsConfig, Ials> = {
  kind: 'ials',
  defaults: {
    embeddingSize: 64,
    epochs: 16,
    reg: 0.003,
    unobservedWeight: 0.1,
    regExponent: 1,
    blockSize: 8,
    memoryBytes: 2_000_000_000,
  },

  async train(interactions: Interactions, config: IalsConfig, context: TrainContext): Promise<Ials> {
    checkIalsConfig(config)
    return new Ials(interactions.itemIds, config, await trainItemFactors(interactions, config, context))
  },

  load(bytes: Uint8Array): Ials {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as { items: string[]; config: IalsConfig }
    const items = new Vocabulary(meta.items)
    const d = meta.config.embeddingSize
    const factors = arrayOf(file, 'factors', Float32Array, items.size * d)
    return new Ials(items, meta.config, { factors, unobserved: arrayOf(file, 'unobserved', Float64Array, d) })
  },
}

/** scores[k] = w . the factors of rows[k], four rows at a time, each summed in ascending coordinates. */
function setDots(
  w: Float64Array,
  { factors, rows }: { readonly factors: Float32Array; readonly rows: Int32Array },
  scores: Float32Array,
): void {
  const [d, last] = [w.length, rows.length - 1]
  for (let k = 0; k <= last; k += 4) {
    const p = rows[k]! * d
    const q = rows[Math.min(k + 1, last)]! * d
    const r = rows[Math.min(k + 2, last)]! * d
    const s = rows[Math.min(k + 3, last)]! * d
    let [a, b, c, e] = [0, 0, 0, 0]
    for (let j = 0; j < d; j++) {
      const x = w[j]!
      a += x * factors[p + j]!
      b += x * factors[q + j]!
      c += x * factors[r + j]!
      e += x * factors[s + j]!
    }
    scores[k] = a
    if (k < last) scores[k + 1] = b
    if (k + 1 < last) scores[k + 2] = c
    if (k + 2 < last) scores[k + 3] = e
  }
}
