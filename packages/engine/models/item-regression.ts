import { type Interactions, itemsByReaders, readersPerItem } from '../data/interactions.ts'
import {
  type KernelPool,
  type Matrix,
  NotPositiveDefinite,
  spdInverse,
  spdInverseBytes,
  withMatrix,
} from '../kernels/kernels.ts'
import { addGram } from './gram.ts'
import type { TrainContext } from './model.ts'

/** Options that every model with a dense item-item matrix has. */
export interface ItemRegressionConfig {
  /** Weight of the L2 penalty, lambda in the papers; larger leans on popular pairs. */
  readonly reg: number
  /** Keep at most this many items, those with the most readers (ties: lower row). */
  readonly maxItems: number
  /** Refuse to train when the matrix (`itemMatrixBytes`) needs more than this many bytes. */
  readonly memoryBytes: number
}

/** Bytes of the item-item matrix, 4 per pair of items: what serving holds. Training has it twice for a moment. */
export function itemMatrixBytes(items: number): number {
  return 4 * items * items
}

/**
 * The item rows a model is to know, ascending. Throws, in the model's `name`, on options that cannot be and when the
 * matrix would be larger than allowed, before any memory is taken.
 */
export function chooseItems(name: string, interactions: Interactions, config: ItemRegressionConfig): Int32Array {
  const kind = name.toLowerCase()
  if (!(config.reg > 0)) throw new RangeError(`${kind}: reg is ${config.reg}; it must be above 0`)
  if (!(config.maxItems >= 1)) throw new RangeError(`${kind}: maxItems is ${config.maxItems}; it must be at least 1`)
  const n = Math.min(config.maxItems, interactions.itemIds.size)
  if (itemMatrixBytes(n) > config.memoryBytes) {
    const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
    const count = String(n).replace(/\B(?=(\d{3})+$)/g, ',')
    throw new RangeError(
      `${name} on ${count} items needs ${gb(itemMatrixBytes(n))}; ${gb(config.memoryBytes)} allowed: raise memoryBytes or lower maxItems`,
    )
  }
  return itemsByReaders(readersPerItem(interactions)).subarray(0, n).sort()
}

interface RegressionData {
  readonly kind: string
  readonly interactions: Interactions
  /** Item rows, ascending. */
  readonly chosen: Int32Array
  /** Further rows under X: `addGram` adds their Gram matrix to the lower triangle, in `bytes` of arena. */
  readonly stacked?: { readonly bytes: number; addGram(pool: KernelPool, matrix: Matrix): Promise<void> }
}

/**
 * B, n x n row-major, that minimises |X - X B|^2 + sum over i of penalty_i |B_i|^2 with a zero diagonal: every item from all
 * the others. Closed form B = I - P diag(1 / P_jj), P = (X'X + diag(penalty))^-1; `penalty` is asked with X'X's diagonal.
 * n^3 flops after the Gram matrix; peaks at 2 n^2 floats.
 */
export async function regressItems(
  { kind, interactions, chosen, stacked }: RegressionData,
  penalty: (diagonal: number) => number,
  context: TrainContext,
): Promise<Float32Array> {
  const fill = async (pool: KernelPool, matrix: Matrix) => {
    await addGram(matrix.values, { interactions, chosen }, context)
    await stacked?.addGram(pool, matrix)
  }
  return regressGram({ kind, n: chosen.length, bytes: stacked?.bytes ?? 0, fill }, penalty, context)
}

interface GramData {
  readonly kind: string
  /** Number of items. */
  readonly n: number
  /** Arena that `fill` needs. */
  readonly bytes: number
  /** Adds the lower triangle of X'X to n x n zeros, from wherever it is kept. */
  fill(pool: KernelPool, matrix: Matrix): Promise<void>
}

/** The same from a Gram matrix instead of the histories it was made of. */
export async function regressGram(
  { kind, n, bytes, fill }: GramData,
  penalty: (diagonal: number) => number,
  context: TrainContext,
): Promise<Float32Array> {
  return context.withPool(spdInverseBytes(n) + bytes, (pool) =>
    withMatrix(pool, n, async (matrix) => {
      await fill(pool, matrix)
      for (let i = 0; i < n; i++) matrix.values[i * n + i]! += penalty(matrix.values[i * n + i]!)
      await invert({ kind, pool, matrix }, context)
      return zeroDiagonalRegression(matrix.values, n)
    }),
  )
}

async function invert(
  { kind, pool, matrix }: { readonly kind: string; readonly pool: KernelPool; readonly matrix: Matrix },
  { signal, onProgress }: TrainContext,
): Promise<void> {
  let told: unknown
  const tell = (done: number) => {
    told = onProgress?.({ stage: 'inverse', done, total: 1 })
  }
  tell(0)
  await spdInverse(pool, matrix, { onProgress: tell, ...(signal && { signal }) }).catch((cause: unknown) => {
    if (!(cause instanceof NotPositiveDefinite)) throw cause
    throw new Error(`${kind}: the matrix has no inverse in single precision; raise reg`, { cause })
  })
  await told
}

/** B = -P / diag(P), column by column, with a zero diagonal, from P = the inverse; in memory of its own. */
function zeroDiagonalRegression(inverse: Float32Array, n: number): Float32Array {
  const scale = Float64Array.from({ length: n }, (_, j) => -1 / inverse[j * n + j]!)
  const weights = new Float32Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = i * n, j = 0; j < n; j++, k++) weights[k] = inverse[k]! * scale[j]!
    weights[i * n + i] = 0
  }
  return weights
}
