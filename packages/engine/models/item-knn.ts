import { type Interactions, readersPerItem } from '../data/interactions.ts'
import { ln } from '../data/portable-math.ts'
import { mostCoRead } from './co-read.ts'
import type { Algorithm, TrainContext } from './model.ts'
import { loadSparseItemItem, SparseItemItem } from './sparse-item-item.ts'
import { transposeRows } from './sparse-rows.ts'

interface ItemKnnConfig {
  /** Each item is scored by so many of its nearest items. */
  readonly neighbours: number
  /** Added to the norms in the denominator: larger trusts pairs with few common readers less. */
  readonly shrinkage: number
  /**
   * Values before the cosine. `plain`: the weights. `tfidf`: sqrt(weight) * ln((1 + items) / (1 + items of the reader)).
   * `bm25`: k1 = 1.2, b = 0.75, an item being the document, its readers the terms. Both trust avid readers less.
   */
  readonly weighting: 'plain' | 'tfidf' | 'bm25'
}

const kind = 'item-knn'

type ItemKnn = SparseItemItem<ItemKnnConfig>

/**
 * Item nearest neighbours: S[i, j] = <x_i, x_j> / (|x_i| |x_j| + shrinkage), S[i, i] = 0; of each column j the k largest
 * stay (ties: lower i); score(j) = sum over the history of w_i S[i, j].
 *
 * Sarwar et al., "Item-based Collaborative Filtering Recommendation Algorithms", WWW 2001; weightings after Robertson and
 * Zaragoza 2009, with readers as terms as in Ferrari Dacrema et al., RecSys 2019. Time: sum over readers of (items)^2.
 * Memory: 8 bytes x items x k. Use it where training must take seconds and the reasons be "because you read that";
 * Rp3beta and EASE rank better where there is time for them.
 */
export const itemKnn: Algorithm<ItemKnnConfig, ItemKnn> = {
  kind,
  defaults: { neighbours: 100, shrinkage: 0, weighting: 'plain' },

  async train(interactions: Interactions, config: ItemKnnConfig, context: TrainContext): Promise<ItemKnn> {
    if (!(Number.isInteger(config.neighbours) && config.neighbours >= 1))
      throw new RangeError(`item-knn: neighbours is ${config.neighbours}; it must be a whole number, 1 or more`)
    if (!(config.shrinkage >= 0 && config.shrinkage < Number.POSITIVE_INFINITY))
      throw new RangeError(`item-knn: shrinkage is ${config.shrinkage}; it must be 0 or more`)
    const weigh = weightings[config.weighting]
    if (weigh === undefined)
      throw new RangeError(
        `item-knn: weighting is ${JSON.stringify(config.weighting)}; known: ${Object.keys(weightings).join(', ')}`,
      )
    const values = weigh(interactions)
    const norms = new Float64Array(interactions.itemIds.size)
    values.forEach((value, pair) => {
      norms[interactions.items[pair]!]! += value * value
    })
    for (let item = 0; item < norms.length; item++) norms[item] = Math.sqrt(norms[item]!)
    const nearest = await mostCoRead(
      interactions,
      {
        own: values,
        listed: values,
        similarity: ({ own, listed, dot }) => dot / (norms[own]! * norms[listed]! + config.shrinkage),
        keep: config.neighbours,
      },
      context,
    )
    return new SparseItemItem({ kind, items: interactions.itemIds, weights: transposeRows(nearest), config })
  },

  load: (bytes) => loadSparseItemItem(kind, bytes),
}

const k1 = 1.2
const b = 0.75

/** Each answers a value for every pair. */
const weightings: Record<ItemKnnConfig['weighting'], (interactions: Interactions) => Float64Array> = {
  plain: ({ weights }) => Float64Array.from(weights),

  tfidf: (interactions) =>
    perPair(interactions, ({ reader, weight, items }) => Math.sqrt(weight) * ln((1 + items) / (1 + reader))),

  bm25(interactions) {
    const readers = readersPerItem(interactions)
    const mean = interactions.items.length / Math.max(1, readers.length)
    return perPair(interactions, ({ item, reader, weight, items }) => {
      const length = k1 * (1 - b + (b * readers[item]!) / mean)
      return (ln(1 + (items - reader + 0.5) / (reader + 0.5)) * weight * (k1 + 1)) / (weight + length)
    })
  },
}

interface Pair {
  readonly item: number
  readonly weight: number
  /** Number of items of the pair's reader. */
  readonly reader: number
  /** Number of all items. */
  readonly items: number
}

function perPair({ indptr, items, weights, itemIds }: Interactions, value: (pair: Pair) => number): Float64Array {
  const values = new Float64Array(items.length)
  for (let r = 0; r + 1 < indptr.length; r++) {
    const reader = indptr[r + 1]! - indptr[r]!
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++)
      values[k] = value({ item: items[k]!, weight: weights[k]!, reader, items: itemIds.size })
  }
  return values
}
