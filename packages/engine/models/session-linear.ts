import { stopIfCancelled } from '../data/cancel.ts'
import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { SparseRows } from '../data/sparse-rows.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { type KernelPool, NotPositiveDefinite, spdInverse, spdInverseBytes, withMatrix } from '../kernels/kernels.ts'
import type { Algorithm, Contribution, Explanation, Model, TrainContext } from './model.ts'

interface SessionLinearConfig {
  /** Weight of the L2 penalty, lambda in the paper. */
  readonly reg: number
  /** In training: weight of each item before the cut relative to the next newer one; above 0, up to 1. */
  readonly sourceDecay: number
  /** In training: weight of each item after the cut relative to the one before it; 0 trains on the next item alone. */
  readonly targetDecay: number
  /** In scoring: weight of each history item relative to the next newer one; above 0, up to 1. */
  readonly positionDecay: number
  /** Refuse to train when the matrix (4 bytes per pair of items) needs more than this. */
  readonly memoryBytes: number
}

const kind = 'session-linear/1'
/** Pairs and history items that weigh less than this are left out. */
const leastWeight = 1e-3

/**
 * SLIT: a linear item-item model that foresees what comes after each cut of a sequence from what lies before it, in closed
 * form. With S the decayed items before every cut and T those after it, as rows:
 *   B = argmin |T - S B|^2 + reg |B|^2 = (S'S + reg I)^-1 S'T,   score(b) = sum over the history of positionDecay^j B[x_j, b].
 * Choi et al., "Session-aware linear item-item models for session-based recommendation", WWW 2021, arXiv 2103.16104.
 *
 * Training: O(sum of squared sequence lengths), an n x n inverse and n times the cells of S'T; memory as EASE. A score is
 * history x n additions. Use it as EASE where the order of things matters; models/attribute-transitions.ts is
 * better and needs no matrix when items have attributes.
 */
class SessionLinear implements Model {
  readonly kind = 'session-linear'
  readonly items: Vocabulary
  /** B, n x n row-major: row i is what item i adds to every item. */
  readonly weights: Float32Array
  readonly config: SessionLinearConfig

  constructor(items: Vocabulary, weights: Float32Array, config: SessionLinearConfig) {
    this.items = items
    this.weights = weights
    this.config = config
  }

  score(history: History): Float32Array {
    const n = this.items.size
    const sums = new Float64Array(n)
    for (const { row, weight } of this.#terms(history)) {
      const from = row * n
      for (let j = 0; j < n; j++) sums[j]! += weight * this.weights[from + j]!
    }
    return new Float32Array(sums)
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const contributions = this.#terms(history)
      .map(({ row: from, weight }): Contribution => {
        return { row: from, contribution: weight * this.weights[from * this.items.size + row]! }
      })
      .filter(({ contribution }) => contribution !== 0)
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: 0, contributions }
  }

  save(): Uint8Array {
    return writeModelFile({ kind, meta: { items: this.items, config: this.config }, arrays: { weights: this.weights } })
  }

  #terms({ items }: History): { readonly row: number; readonly weight: number }[] {
    const terms: { row: number; weight: number }[] = []
    let weight = 1
    for (let k = items.length - 1; k >= 0 && weight >= leastWeight; k--) {
      const row = items[k]!
      if (row < 0 || row >= this.items.size) continue
      terms.push({ row, weight })
      weight *= this.config.positionDecay
    }
    return terms
  }
}

export const sessionLinear: Algorithm<SessionLinearConfig, SessionLinear> = {
  kind: 'session-linear',
  defaults: { reg: 50, sourceDecay: 0.6, targetDecay: 0.35, positionDecay: 0.6, memoryBytes: 1_000_000_000 },

  async train(interactions: Interactions, config: SessionLinearConfig, context: TrainContext): Promise<SessionLinear> {
    checkConfig(config)
    const n = interactions.itemIds.size
    const bytes = 4 * n * n
    if (bytes > config.memoryBytes)
      throw new RangeError(
        `session-linear: ${n} items need ${bytes} bytes; ${config.memoryBytes} allowed: raise memoryBytes or keep fewer items`,
      )
    const weights = await context.withPool(spdInverseBytes(n), (pool) =>
      withMatrix(pool, n, async (matrix) => {
        const targets = new SparseRows(n)
        await addSequences({ interactions, gram: matrix.values, targets }, config, context)
        for (let i = 0; i < n; i++) matrix.values[i * n + i]! += config.reg
        await invert(pool, matrix, context)
        return regress(matrix.values, targets, context)
      }),
    )
    return new SessionLinear(interactions.itemIds, weights, config)
  },

  load(bytes: Uint8Array): SessionLinear {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as { items: string[]; config: SessionLinearConfig }
    const items = new Vocabulary(meta.items)
    return new SessionLinear(items, arrayOf(file, 'weights', Float32Array, items.size * items.size), meta.config)
  },
}

interface Sums {
  readonly interactions: Interactions
  /** S'S, n x n, lower triangle. */
  readonly gram: Float32Array
  /** S'T. */
  readonly targets: SparseRows
}

/**
 * Adds S'S and S'T over all cuts of all sequences, each pair of places once: items at places i <= j both lie before the
 * `cuts` cuts after j, with weights sourceDecay^(2s + j - i); an item at i foresees one at k over all cuts between them.
 */
async function addSequences(
  { interactions, gram, targets }: Sums,
  { sourceDecay, targetDecay }: SessionLinearConfig,
  { signal, onProgress }: TrainContext,
): Promise<void> {
  const n = interactions.itemIds.size
  const readers = interactions.readerIds.size
  for (let reader = 0; reader < readers; reader++) {
    if (reader % 1024 === 0) {
      stopIfCancelled(signal)
      await onProgress?.({ stage: 'gram', done: reader, total: readers })
    }
    const sequence = interactions.items.subarray(interactions.indptr[reader]!, interactions.indptr[reader + 1]!)
    const last = sequence.length - 1
    for (let j = last - 1, both = 1; j >= 0; j--, both = 1 + both * sourceDecay ** 2) {
      for (let i = j, weight = both; i >= 0 && weight >= leastWeight; i--, weight *= sourceDecay) {
        const [a, b] = [sequence[i]!, sequence[j]!]
        gram[a > b ? a * n + b : b * n + a]! += weight
      }
    }
    for (let i = 0; i < last; i++)
      for (let k = i + 1, weight = 1, ahead = 1; k <= last && weight >= leastWeight; k++) {
        targets.add(sequence[i]!, sequence[k]!, weight)
        ahead *= targetDecay
        weight = weight * sourceDecay + ahead
      }
  }
}

async function invert(
  pool: KernelPool,
  matrix: Parameters<typeof spdInverse>[1],
  context: TrainContext,
): Promise<void> {
  const { signal, onProgress } = context
  let told: unknown
  const tell = (done: number) => {
    told = onProgress?.({ stage: 'inverse', done, total: 1 })
  }
  await spdInverse(pool, matrix, { onProgress: tell, ...(signal && { signal }) }).catch((cause: unknown) => {
    if (!(cause instanceof NotPositiveDefinite)) throw cause
    throw new Error('session-linear: the matrix has no inverse in single precision; raise reg', { cause })
  })
  await told
}

/** B = P (S'T), row by row. */
async function regress(
  inverse: Float32Array,
  targets: SparseRows,
  { signal, onProgress }: TrainContext,
): Promise<Float32Array> {
  const n = targets.rows
  const { indptr, columns, values } = targets.flat()
  const weights = new Float32Array(n * n)
  const sums = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    if (i % 256 === 0) {
      stopIfCancelled(signal)
      await onProgress?.({ stage: 'weights', done: i, total: n })
    }
    sums.fill(0)
    for (let a = 0; a < n; a++) {
      const weight = inverse[i * n + a]!
      for (let k = indptr[a]!; k < indptr[a + 1]!; k++) sums[columns[k]!]! += weight * values[k]!
    }
    weights.set(sums, i * n)
  }
  return weights
}

function checkConfig({ reg, sourceDecay, targetDecay, positionDecay }: SessionLinearConfig): void {
  if (!(reg > 0)) throw new RangeError(`session-linear: reg is ${reg}; it must be above 0`)
  for (const [name, value] of Object.entries({ sourceDecay, positionDecay }))
    if (!(value > 0 && value <= 1))
      throw new RangeError(`session-linear: ${name} is ${value}; it must be above 0 and at most 1`)
  if (!(targetDecay >= 0 && targetDecay <= 1))
    throw new RangeError(`session-linear: targetDecay is ${targetDecay}; it must be in 0..1`)
}
