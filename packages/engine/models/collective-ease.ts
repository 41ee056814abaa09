import { type ContentVectors, unitVectors } from '../data/content-vectors.ts'
import type { History } from '../data/history.ts'
import { type Interactions, itemsByReaders, readersPerItem } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { extendVocabulary, Vocabulary } from '../data/vocabulary.ts'
import { arenaBytes } from '../kernels/arena.ts'
import {
  type KernelPool,
  type Matrix,
  NotPositiveDefinite,
  parallelSyrk,
  spdInverse,
  spdInverseBytes,
  withMatrix,
} from '../kernels/kernels.ts'
import { explainColumn, sumRows } from './dense-item-item.ts'
import { addGram } from './gram.ts'
import type { Algorithm, Explanation, Model, TrainContext } from './model.ts'

export interface CollectiveEaseConfig {
  /** Weight of the L2 penalty, lambda in the paper. */
  readonly reg: number
  /** How many readers' worth a perfect likeness in content is: alpha in the paper, above 0. */
  readonly contentWeight: number
  /** Keep at most this many items that were read, those with the most readers (ties: lower row). Items nobody read come on top. */
  readonly maxItems: number
  /** Refuse to train when the item-item matrix needs more than this many bytes: 4 per pair of items. */
  readonly memoryBytes: number
}

const kind = 'collective-ease/1'

/** EASE that reads as well: score(j) = sum over the history of w_i * B[i, j], B's diagonal 0. */
export class CollectiveEase implements Model {
  readonly kind = 'collective-ease'
  readonly items: Vocabulary
  /** B, n x n row-major. */
  readonly weights: Float32Array
  readonly config: CollectiveEaseConfig

  constructor(items: Vocabulary, weights: Float32Array, config: CollectiveEaseConfig) {
    this.items = items
    this.weights = weights
    this.config = config
  }

  score(history: History): Float32Array {
    return sumRows(this.weights, this.items, history)
  }

  explain(history: History, row: number): Explanation {
    return explainColumn(this.weights, this.items, { history, row })
  }

  save(): Uint8Array {
    return writeModelFile({ kind, meta: { items: this.items, config: this.config }, arrays: { weights: this.weights } })
  }
}

/**
 * Collective EASE: features of the items are stacked under the readers as if they were readers too, so the Gram matrix
 * becomes X'X + contentWeight * VV' (V: unit content vectors). Items that nobody read have their likeness to rest on.
 * Jeunen, Van Balen, Goethals, "Closed-Form Models for Collaborative Filtering with Side-Information", RecSys 2020.
 *
 * Use it where texts are there and readers are few, or items come new between trainings. Cost and memory are those of EASE on
 * all items, read or not: n^3 flops, 4 n^2 bytes twice while training.
 */
export function collectiveEase(vectors: ContentVectors): Algorithm<CollectiveEaseConfig, CollectiveEase> {
  return {
    kind: 'collective-ease',
    defaults: { reg: 100, contentWeight: 20, maxItems: 15_000, memoryBytes: 1_000_000_000 },
    train: (interactions, config, context) => train(interactions, { config, vectors: unitVectors(vectors) }, context),
    load: loadCollectiveEase,
  }
}

/** Reads what `save` wrote; needs no vectors. */
export function loadCollectiveEase(bytes: Uint8Array): CollectiveEase {
  const file = readModelFile(bytes, kind)
  const meta = file.meta as { items: string[]; config: CollectiveEaseConfig }
  const items = new Vocabulary(meta.items)
  const weights = arrayOf(file, 'weights', Float32Array, items.size * items.size)
  return new CollectiveEase(items, weights, meta.config)
}

async function train(
  interactions: Interactions,
  { config, vectors }: { readonly config: CollectiveEaseConfig; readonly vectors: ContentVectors },
  context: TrainContext,
): Promise<CollectiveEase> {
  for (const name of ['reg', 'contentWeight', 'maxItems'] as const)
    if (!(config[name] > 0)) throw new RangeError(`collective-ease: ${name} is ${config[name]}; it must be above 0`)
  const world = withUnread(interactions, { maxItems: config.maxItems, ids: vectors.items.ids })
  const items = new Vocabulary(Array.from(world.chosen, (row) => world.interactions.itemIds.id(row)))
  const n = items.size
  if (4 * n * n > config.memoryBytes)
    throw new RangeError(
      `collective-ease: ${n} items need ${4 * n * n} bytes; memoryBytes is ${config.memoryBytes}: raise it, lower maxItems or give fewer vectors`,
    )
  const bytes = spdInverseBytes(n) + arenaBytes(n * vectors.embeddingSize)
  const weights = await context.withPool(bytes, (pool) =>
    withMatrix(pool, n, async (matrix) => {
      await addGram(matrix.values, world, context)
      await addLikeness(pool, matrix, { vectors, items, weight: config.contentWeight })
      for (let i = 0; i < n; i++) matrix.values[i * n + i]! += config.reg
      await spdInverse(pool, matrix, context.signal && { signal: context.signal }).catch((cause: unknown) => {
        if (!(cause instanceof NotPositiveDefinite)) throw cause
        throw new Error('collective-ease: the matrix has no inverse in single precision; raise reg', { cause })
      })
      return regress(matrix.values, n)
    }),
  )
  return new CollectiveEase(items, weights, config)
}

/** The interactions over more items, and the rows to learn: the most read ones, then those of `ids` that nobody read. */
function withUnread(
  interactions: Interactions,
  { maxItems, ids }: { readonly maxItems: number; readonly ids: readonly string[] },
): { readonly interactions: Interactions; readonly chosen: Int32Array } {
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

/** B = -P / diag(P), column by column, with a zero diagonal, from P = the inverse; in memory of its own. */
function regress(inverse: Float32Array, n: number): Float32Array {
  const scale = Float64Array.from({ length: n }, (_, j) => -1 / inverse[j * n + j]!)
  const weights = new Float32Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = i * n, j = 0; j < n; j++, k++) weights[k] = inverse[k]! * scale[j]!
    weights[i * n + i] = 0
  }
  return weights
}
