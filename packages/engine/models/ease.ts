import type { Interactions } from '../data/interactions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { DenseItemItem, loadDenseItemItem } from './dense-item-item.ts'
import {
  chooseItems,
  type ItemRegressionConfig,
  itemMatrixBytes,
  regressGram,
  regressItems,
} from './item-regression.ts'
import type { LiveGram } from './live-gram.ts'
import type { Algorithm, TrainContext } from './model.ts'

type EaseConfig = ItemRegressionConfig

/** Bytes of the item-item matrix, 4 per pair of items: what serving holds. Training has it twice for a moment. */
export const easeBytes: (items: number) => number = itemMatrixBytes

export type Ease = DenseItemItem<EaseConfig>

const kind = 'ease'

/**
 * EASE: every item regressed on all the others, score(j) = sum over the history of w_i B[i, j] with B's diagonal 0.
 *
 * Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, arXiv 1905.03375. Time: n^3 flops. Memory: 4 n^2
 * bytes to serve, twice that to train. Use it for up to some 15,000 items: hard to beat, no tuning but `reg`, exact reasons.
 */
export const ease: Algorithm<EaseConfig, Ease> = {
  kind,
  defaults: { reg: 200, maxItems: 15_000, memoryBytes: 1_000_000_000 },

  async train(interactions: Interactions, config: EaseConfig, context: TrainContext): Promise<Ease> {
    const chosen = chooseItems('EASE', interactions, config)
    const weights = await regressItems({ kind, interactions, chosen }, () => config.reg, context)
    const items = new Vocabulary(Array.from(chosen, (row) => interactions.itemIds.id(row)))
    return new DenseItemItem({ kind, items, weights, config })
  },

  load: (bytes) => loadDenseItemItem(kind, bytes),
}

/** EASE of what a live Gram matrix has counted: the same as training on those histories anew, without reading them. */
export async function easeFromGram(gram: LiveGram, config: EaseConfig, context: TrainContext): Promise<Ease> {
  const n = gram.items.size
  if (!(config.reg > 0)) throw new RangeError(`ease: reg is ${config.reg}; it must be above 0`)
  if (n > config.maxItems || itemMatrixBytes(n) > config.memoryBytes)
    throw new RangeError(`ease: the Gram matrix has ${n} items; raise maxItems or memoryBytes`)
  const fill = async (_: unknown, matrix: { readonly values: Float32Array }) => gram.copyTo(matrix.values)
  const weights = await regressGram({ kind, n, bytes: 0, fill }, () => config.reg, context)
  return new DenseItemItem({ kind, items: gram.items, weights, config })
}
