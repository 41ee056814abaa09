import { type ContentVectors, unitVectors } from '../data/content-vectors.ts'
import { type Interactions, itemsByReaders, readersPerItem } from '../data/interactions.ts'
import { extendVocabulary, Vocabulary } from '../data/vocabulary.ts'
import { arenaBytes } from '../kernels/arena.ts'
import { type KernelPool, type Matrix, parallelSyrk } from '../kernels/kernels.ts'
import { DenseItemItem, loadDenseItemItem } from './dense-item-item.ts'
import { type ItemRegressionConfig, itemMatrixBytes, regressItems } from './item-regression.ts'
import type { Algorithm, TrainContext } from './model.ts'

interface CollectiveEaseConfig extends ItemRegressionConfig {
  /** How many readers' worth a perfect likeness in content is: alpha in the paper, above 0. */
  readonly contentWeight: number
  /** Probability that an item of the history is dropped in training, 0..1 exclusive: as in edlae.ts; 0 is plain EASE. */
  readonly dropout: number
  /**
   * What items that nobody has read yet are scored times, above 0. By likeness alone they rarely come before read ones: 1 is
   * right when they stay unread, 2 or 3 when they are new and should be found.
   */
  readonly unreadLift: number
}

type CollectiveEase = DenseItemItem<CollectiveEaseConfig>

const kind = 'collective-ease'

/**
 * Collective EASE: features of the items are stacked under the readers as if they were readers too, so the Gram matrix
 * becomes X'X + contentWeight * VV' (V: unit content vectors). Items that nobody read have their likeness to rest on.
 * Jeunen, Van Balen, Goethals, "Closed-Form Models for Collaborative Filtering with Side-Information", RecSys 2020; with
 * dropout the same for EDLAE.
 *
 * Use it where texts are there and readers are few, or items come new between trainings. Unread items come on top of
 * `maxItems`; cost and memory are those of EASE on all of them: n^3 flops, 4 n^2 bytes twice while training.
 */
export function collectiveEase(vectors: ContentVectors): Algorithm<CollectiveEaseConfig, CollectiveEase> {
  return {
    kind,
    defaults: { reg: 100, contentWeight: 10, dropout: 0, unreadLift: 1, maxItems: 15_000, memoryBytes: 1_000_000_000 },
    train: (interactions, config, context) => train(interactions, { config, vectors: unitVectors(vectors) }, context),
    load: loadCollectiveEase,
  }
}

/** Reads what `save` wrote; needs no vectors. */
export const loadCollectiveEase = (bytes: Uint8Array): CollectiveEase => loadDenseItemItem(kind, bytes)

async function train(
  interactions: Interactions,
  { config, vectors }: { readonly config: CollectiveEaseConfig; readonly vectors: ContentVectors },
  context: TrainContext,
): Promise<CollectiveEase> {
  for (const name of ['reg', 'contentWeight', 'unreadLift', 'maxItems'] as const)
    if (!(config[name] > 0)) throw new RangeError(`${kind}: ${name} is ${config[name]}; it must be above 0`)
  const { reg, dropout } = config
  if (!(dropout >= 0 && dropout < 1))
    throw new RangeError(`${kind}: dropout is ${dropout}; it must be in 0..1, 1 excluded`)
  const world = withUnread(interactions, { maxItems: config.maxItems, ids: vectors.items.ids })
  const items = new Vocabulary(Array.from(world.chosen, (row) => world.interactions.itemIds.id(row)))
  if (itemMatrixBytes(items.size) > config.memoryBytes)
    throw new RangeError(
      `${kind}: ${items.size} items need ${itemMatrixBytes(items.size)} bytes; memoryBytes is ${config.memoryBytes}: raise it, lower maxItems or give fewer vectors`,
    )
  const stacked = {
    bytes: arenaBytes(items.size * vectors.embeddingSize),
    addGram: (pool: KernelPool, matrix: Matrix) =>
      addLikeness(pool, matrix, { vectors, items, weight: config.contentWeight }),
  }
  const penalty = (diagonal: number) => reg + (dropout / (1 - dropout)) * diagonal
  const weights = await regressItems({ kind, ...world, stacked }, penalty, context)
  if (config.unreadLift !== 1) lift(weights, world, config.unreadLift)
  return new DenseItemItem({ kind, items, weights, config })
}

/** Multiplies the columns of the items without readers. */
function lift(weights: Float32Array, { interactions, chosen }: World, factor: number): void {
  const n = chosen.length
  const readers = readersPerItem(interactions)
  for (let j = 0; j < n; j++) if (readers[chosen[j]!] === 0) for (let k = j; k < n * n; k += n) weights[k]! *= factor
}

interface World {
  readonly interactions: Interactions
  readonly chosen: Int32Array
}

/** The interactions over more items, and the rows to learn: the most read ones, then those of `ids` that nobody read. */
function withUnread(
  interactions: Interactions,
  { maxItems, ids }: { readonly maxItems: number; readonly ids: readonly string[] },
): World {
  const { itemIds } = interactions
  const most = itemsByReaders(readersPerItem(interactions)).subarray(0, Math.min(maxItems, itemIds.size))
  const all = extendVocabulary(itemIds, ids)
  const unread = Array.from({ length: all.size - itemIds.size }, (_, k) => itemIds.size + k)
  return { interactions: { ...interactions, itemIds: all }, chosen: Int32Array.from([...most.toSorted(), ...unread]) }
}

/** Adds weight * V V' to the lower triangle; items without a vector get nothing. */
async function addLikeness(
  pool: KernelPool,
  matrix: Matrix,
  { vectors, items, weight }: { readonly vectors: ContentVectors; readonly items: Vocabulary; readonly weight: number },
): Promise<void> {
  const size = vectors.embeddingSize
  const scale = Math.sqrt(weight)
  const mark = pool.arena.mark()
  try {
    const features = pool.arena.matrix(items.size, size)
    for (let i = 0; i < items.size; i++) {
      const row = vectors.items.row(items.id(i))
      for (let d = 0; d < size; d++)
        features.values[i * size + d] = row < 0 ? 0 : scale * vectors.values[row * size + d]!
    }
    await parallelSyrk(pool, features, { over: 'rows', into: matrix })
  } finally {
    pool.arena.release(mark)
  }
}
