import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { type BprConfig, type BprFactors, checkBprConfig, trainBprFactors } from './bpr-training.ts'
import type { Algorithm, Contribution, Explanation, Model, TrainContext } from './model.ts'

export type { BprConfig } from './bpr-training.ts'

const kind = 'bpr/1'

/**
 * Bayesian personalised ranking: score(j) = b_j + q_j . r, r = the sum of x_i p_i over the history / sqrt(the sum of its weights x_i).
 *
 * The criterion and its sampling are those of Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback",
 * UAI 2009, arXiv 1205.2618: a read item above one that was not, drawn at random. A reader has no vector of its own; the
 * scaled sum r of item vectors stands for it (Kabbur, Ning, Karypis, "FISM", KDD 2013, alpha = 1/2), so that serving holds items only, a new
 * history needs no training, and a score falls apart into its history by itself.
 * An epoch costs O(pairs * d); serving holds 8 d + 4 bytes per item; a score costs O(history + d) per item.
 * When to use: as a baseline that learns an order, or where a model must learn from a stream; iALS is stronger and faster.
 */
export class Bpr implements Model {
  readonly kind = 'bpr'
  readonly items: Vocabulary
  readonly config: BprConfig
  readonly factors: BprFactors

  constructor(items: Vocabulary, config: BprConfig, factors: BprFactors) {
    this.items = items
    this.config = config
    this.factors = factors
  }

  score(history: History): Float32Array {
    const reader = this.#reader(history)
    const scores = new Float32Array(this.items.size)
    for (let row = 0; row < scores.length; row++) scores[row] = this.#scoreOf(row, reader)
    return scores
  }

  /** `score` for some rows only, in their order. */
  scoreRows(history: History, rows: Int32Array): Float32Array {
    const reader = this.#reader(history)
    const scores = new Float32Array(rows.length)
    for (let k = 0; k < scores.length; k++) scores[k] = this.#scoreOf(rows[k]!, reader)
    return scores
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const { embeddingSize: d } = this.config
    const { sources, targets, biases } = this.factors
    const known = this.#known(history)
    const scale = scaleOf(known)
    const contributions = known.map(({ item, weight }): Contribution => {
      let dot = 0
      for (let j = 0; j < d; j++) dot += sources[item * d + j]! * targets[row * d + j]!
      return { row: item, contribution: scale * weight * dot }
    })
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: biases[row]!, contributions }
  }

  save(): Uint8Array {
    return writeModelFile({ kind, meta: { items: this.items, config: this.config }, arrays: { ...this.factors } })
  }

  #known(history: History): Known[] {
    const all = Array.from(history.items, (item, k) => ({ item, weight: history.weights[k]! }))
    return all.filter(({ item }) => item >= 0 && item < this.items.size)
  }

  /** The vector that stands for the reader; zeros when no item is known. */
  #reader(history: History): Float64Array {
    const { embeddingSize: d } = this.config
    const sum = new Float64Array(d)
    const known = this.#known(history)
    const scale = scaleOf(known)
    for (const { item, weight } of known)
      for (let j = 0; j < d; j++) sum[j]! += scale * weight * this.factors.sources[item * d + j]!
    return sum
  }

  #scoreOf(row: number, reader: Float64Array): number {
    const { targets, biases } = this.factors
    const d = reader.length
    let score = biases[row]!
    for (let j = 0, at = row * d; j < d; j++, at++) score += reader[j]! * targets[at]!
    return score
  }
}

export const bpr: Algorithm<BprConfig, Bpr> = {
  kind: 'bpr',
  defaults: { embeddingSize: 64, epochs: 30, learningRate: 0.1, reg: 0.002 },

  async train(interactions: Interactions, config: BprConfig, context: TrainContext): Promise<Bpr> {
    checkBprConfig(config)
    return new Bpr(interactions.itemIds, config, await trainBprFactors(interactions, config, context))
  },

  load(bytes: Uint8Array): Bpr {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as { items: string[]; config: BprConfig }
    const items = new Vocabulary(meta.items)
    const floats = items.size * meta.config.embeddingSize
    return new Bpr(items, meta.config, {
      sources: arrayOf(file, 'sources', Float32Array, floats),
      targets: arrayOf(file, 'targets', Float32Array, floats),
      biases: arrayOf(file, 'biases', Float32Array, items.size),
    })
  },
}

interface Known {
  readonly item: number
  readonly weight: number
}

function scaleOf(known: readonly Known[]): number {
  const total = known.reduce((sum, one) => sum + one.weight, 0)
  return total > 0 ? 1 / Math.sqrt(total) : 0
}
