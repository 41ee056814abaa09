import { arenaBytes } from '../kernels/arena.ts'
import { type KernelPool, parallelGemm } from '../kernels/kernels.ts'

/** The n x n matrix left * right', both rows x width row-major. */
export interface LowRank {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly rows: number
  readonly width: number
}

export interface LowRankBlock {
  /** Number of its first row. */
  readonly from: number
  readonly rows: number
  /** rows x n row-major; may be overwritten. */
  readonly values: Float32Array
}

/** Calls `use` with one block of rows of left * right' after another; 2 n^2 width flops, never more than one block held. */
export async function withLowRankRows(
  pool: KernelPool,
  { left, right, rows: n, width }: LowRank,
  use: (block: LowRankBlock) => Promise<void>,
): Promise<void> {
  const { arena } = pool
  const mark = arena.mark()
  try {
    const transposed = arena.matrix(width, n)
    for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) transposed.values[d * n + i] = right[i * width + d]!
    const height = Math.min(blockRows, n)
    const factor = arena.matrix(height, width)
    const product = arena.matrix(height, n)
    for (let from = 0; from < n; from += height) {
      const rows = Math.min(height, n - from)
      const a = { rows, columns: width, values: factor.values.subarray(0, rows * width) }
      const into = { rows, columns: n, values: product.values.subarray(0, rows * n) }
      a.values.set(left.subarray(from * width, (from + rows) * width))
      await parallelGemm(pool, [a, transposed], { into })
      await use({ from, rows, values: into.values })
    }
  } finally {
    arena.release(mark)
  }
}

/** Bytes of arena that `withLowRankRows` needs. */
export function lowRankRowsBytes({ rows, width }: LowRank): number {
  const height = Math.min(blockRows, rows)
  return arenaBytes(width * rows) + arenaBytes(height * width) + arenaBytes(height * rows)
}

const blockRows = 256
