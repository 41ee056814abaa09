import type { History } from '../data/history.ts'
import { type Interactions, itemsByReaders, readersPerItem } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import {
  type KernelPool,
  type Matrix,
  NotPositiveDefinite,
  spdInverse,
  spdInverseBytes,
  withMatrix,
} from '../kernels/kernels.ts'
import { addGram } from './gram.ts'
import type { Algorithm, Contribution, Explanation, Model, TrainContext } from './model.ts'

export interface EaseConfig {
  /** Weight of the L2 penalty, lambda in the paper; larger leans on popular pairs. */
  readonly reg: number
  /** Keep at most this many items, those with the most readers (ties: lower row). */
  readonly maxItems: number
  /** Refuse to train when the matrix (`easeBytes`) needs more than this many bytes. */
  readonly memoryBytes: number
}

const kind = 'ease/1'

/** Bytes of the item-item matrix, 4 per pair of items: what serving holds. Training has it twice for a moment. */
export function easeBytes(items: number): number {
  return 4 * items * items
}

/**
 * EASE: score(j) = sum over the history of w_i * B[i, j], B's diagonal 0.
 * Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, arXiv 1905.03375.
 */
export class Ease implements Model {
  readonly kind = 'ease'
  readonly items: Vocabulary
  /** B, n x n row-major: row i is what item i adds to every item. */
  readonly weights: Float32Array
  readonly config: EaseConfig
  readonly #sums: Float64Array

  constructor(items: Vocabulary, weights: Float32Array, config: EaseConfig) {
    this.items = items
    this.weights = weights
    this.config = config
    this.#sums = new Float64Array(items.size)
  }

  score(history: History): Float32Array {
    const n = this.items.size
    const sums = this.#sums.fill(0)
    for (let k = 0; k < history.items.length; k++) {
      const item = history.items[k]!
      if (item < 0 || item >= n) continue
      const weight = history.weights[k]!
      const row = this.weights.subarray(item * n, item * n + n)
      for (let j = 0; j < n; j++) sums[j]! += weight * row[j]!
    }
    return new Float32Array(sums)
  }

  explain(history: History, row: number): Explanation {
    const n = this.items.size
    this.items.id(row)
    const contributions: Contribution[] = []
    for (let k = 0; k < history.items.length; k++) {
      const item = history.items[k]!
      if (item < 0 || item >= n) continue
      const contribution = history.weights[k]! * this.weights[item * n + row]!
      if (contribution !== 0) contributions.push({ row: item, contribution })
    }
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: 0, contributions }
  }

  save(): Uint8Array {
    return writeModelFile({ kind, meta: { items: this.items, config: this.config }, arrays: { weights: this.weights } })
  }
}

export const ease: Algorithm<EaseConfig, Ease> = {
  kind: 'ease',
  defaults: { reg: 200, maxItems: 15_000, memoryBytes: 1_000_000_000 },

  async train(interactions: Interactions, config: EaseConfig, context: TrainContext): Promise<Ease> {
    if (!(config.reg > 0)) throw new RangeError(`ease: reg is ${config.reg}; it must be above 0`)
    if (!(config.maxItems >= 1)) throw new RangeError(`ease: maxItems is ${config.maxItems}; it must be at least 1`)
    const chosen = itemsByReaders(readersPerItem(interactions))
      .subarray(0, Math.min(config.maxItems, interactions.itemIds.size))
      .sort()
    const n = chosen.length
    refuseTooLarge(n, config.memoryBytes)
    const weights = await context.withPool(spdInverseBytes(n), (pool) =>
      withMatrix(pool, n, async (matrix) => {
        await addGram(matrix.values, { interactions, chosen }, context)
        for (let i = 0; i < n; i++) matrix.values[i * n + i]! += config.reg
        await invert(pool, matrix, context)
        return regress(matrix.values, n)
      }),
    )
    const items = new Vocabulary(Array.from(chosen, (row) => interactions.itemIds.id(row)))
    return new Ease(items, weights, config)
  },

  load(bytes: Uint8Array): Ease {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as { items: string[]; config: EaseConfig }
    const items = new Vocabulary(meta.items)
    return new Ease(items, arrayOf(file, 'weights', Float32Array, items.size * items.size), meta.config)
  },
}

function refuseTooLarge(n: number, allowed: number): void {
  if (easeBytes(n) <= allowed) return
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  const count = String(n).replace(/\B(?=(\d{3})+$)/g, ',')
  throw new RangeError(
    `EASE on ${count} items needs ${gb(easeBytes(n))}; ${gb(allowed)} allowed: raise memoryBytes or lower maxItems`,
  )
}

async function invert(pool: KernelPool, matrix: Matrix, { signal, onProgress }: TrainContext): Promise<void> {
  let told: unknown
  const tell = (done: number) => {
    told = onProgress?.({ stage: 'inverse', done, total: 1 })
  }
  tell(0)
  await spdInverse(pool, matrix, { onProgress: tell, ...(signal && { signal }) }).catch((cause: unknown) => {
    if (!(cause instanceof NotPositiveDefinite)) throw cause
    throw new Error('ease: the matrix has no inverse in single precision; raise reg', { cause })
  })
  await told
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
