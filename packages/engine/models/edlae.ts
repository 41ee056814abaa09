import type { Interactions } from '../data/interactions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { DenseItemItem, loadDenseItemItem } from './dense-item-item.ts'
import { chooseItems, type ItemRegressionConfig, regressItems } from './item-regression.ts'
import type { Algorithm, TrainContext } from './model.ts'

interface EdlaeConfig extends ItemRegressionConfig {
  /** Probability p that an item of the history is dropped in training, 0..1 exclusive; 0 is EASE. */
  readonly dropout: number
}

type Edlae = DenseItemItem<EdlaeConfig>

const kind = 'edlae'

/**
 * EDLAE of full rank: EASE trained as a denoising autoencoder that never sees the item it must predict. Dropout p of the
 * input becomes, in expectation, a penalty p / (1 - p) * X'X_ii of its own for each item: popular items are held back more.
 *
 * Steck, "Autoencoders that don't overfit towards the identity", NeurIPS 2020. Time: n^3 flops. Memory: as EASE, 4 n^2 bytes
 * to serve. Use it in place of EASE where histories are short: one more dial, chosen on validation, often a little better.
 */
export const edlae: Algorithm<EdlaeConfig, Edlae> = {
  kind,
  defaults: { reg: 100, dropout: 0.3, maxItems: 15_000, memoryBytes: 1_000_000_000 },

  async train(interactions: Interactions, config: EdlaeConfig, context: TrainContext): Promise<Edlae> {
    const { dropout, reg } = config
    if (!(dropout >= 0 && dropout < 1))
      throw new RangeError(`edlae: dropout is ${dropout}; it must be in 0..1, 1 excluded`)
    const chosen = chooseItems('EDLAE', interactions, config)
    const penalty = (diagonal: number) => reg + (dropout / (1 - dropout)) * diagonal
    const weights = await regressItems({ kind, interactions, chosen }, penalty, context)
    const items = new Vocabulary(Array.from(chosen, (row) => interactions.itemIds.id(row)))
    return new DenseItemItem({ kind, items, weights, config })
  },

  load: (bytes) => loadDenseItemItem(kind, bytes),
}
