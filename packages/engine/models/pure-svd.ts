import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { truncatedSvd, truncatedSvdBytes } from '../kernels/kernels.ts'
import { addProjected, itemVectorDot, project } from './item-vectors.ts'
import type { Algorithm, Explanation, Model, TrainContext } from './model.ts'
import { explainSum } from './sparse-rows.ts'

interface PureSvdConfig {
  /** Number of singular vectors kept, at most the number of readers and of items. */
  readonly embeddingSize: number
}

const kind = 'pure-svd/1'

/** PureSVD: score = x V V', V the leading right singular vectors of the readers x items matrix. */
class PureSvd implements Model {
  readonly kind = 'pure-svd'
  readonly items: Vocabulary
  /** V, items x embeddingSize row-major. */
  readonly vectors: Float32Array
  readonly config: PureSvdConfig

  constructor(items: Vocabulary, vectors: Float32Array, config: PureSvdConfig) {
    this.items = items
    this.vectors = vectors
    this.config = config
  }

  score(history: History): Float32Array {
    const scores = new Float32Array(this.items.size)
    const table = { vectors: this.vectors, rows: this.items.size }
    addProjected(scores, table, project(table, history))
    return scores
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const table = { vectors: this.vectors, rows: this.items.size }
    return explainSum(history, { items: this.items.size, share: (item) => itemVectorDot(table, item, row) })
  }

  save(): Uint8Array {
    return writeModelFile({ kind, meta: { items: this.items, config: this.config }, arrays: { vectors: this.vectors } })
  }
}

/**
 * Cremonesi, Koren and Turrin, "Performance of Recommender Algorithms on Top-N Recommendation Tasks", RecSys 2010.
 * Time: some hundred passes over the pairs times embeddingSize. Memory when serving: 4 bytes x items x embeddingSize.
 * Use it as a baseline or where vectors of items are wanted; EASE and graph filters rank better.
 */
export const pureSvd: Algorithm<PureSvdConfig, PureSvd> = {
  kind: 'pure-svd',
  defaults: { embeddingSize: 50 },

  async train(interactions: Interactions, config: PureSvdConfig, context: TrainContext): Promise<PureSvd> {
    if (!(Number.isInteger(config.embeddingSize) && config.embeddingSize >= 1))
      throw new RangeError(`pure-svd: embeddingSize is ${config.embeddingSize}; it must be a whole number, 1 or more`)
    const { indptr, items, weights, itemIds, readerIds } = interactions
    const matrix = { rows: readerIds.size, columns: itemIds.size, indptr, indices: items, values: weights }
    const rank = Math.min(config.embeddingSize, matrix.rows, matrix.columns)
    if (rank === 0) return new PureSvd(itemIds, new Float32Array(0), config)
    const { onProgress, signal, rng } = context
    const svd = await context.withPool(truncatedSvdBytes(matrix, rank), (pool) =>
      truncatedSvd(pool, matrix, {
        rank,
        rng: rng.derive('pure-svd'),
        onRound: (done) => onProgress?.({ stage: 'singular vectors', done, total: 40 }),
        ...(signal && { signal }),
      }),
    )
    return new PureSvd(itemIds, svd.right.values, config)
  },

  load(bytes: Uint8Array): PureSvd {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as { items: string[]; config: PureSvdConfig }
    const items = new Vocabulary(meta.items)
    return new PureSvd(items, arrayOf(file, 'vectors', Float32Array), meta.config)
  },
}
