import { arenaBytes } from './arena.ts'
import { allocateFactorWork, factorWorkBytes } from './factor-work.ts'
import { inverseSchedule } from './inverse-schedule.ts'
import { checkCount, checkSquare, type Matrix } from './matrix.ts'
import type { KernelPool } from './pool.ts'
import { type RunOptions, runOn } from './schedule.ts'
import { regionOf } from './tiles.ts'
import { mostBytes } from './wasm.ts'

/**
 * Replaces a symmetric positive definite f32 matrix, of which only the lower triangle is read, by its inverse, both
 * triangles. In place but for n x 128 floats; n^3 flops. The same bytes whatever the pool and its threads.
 *
 * Rejects with NotPositiveDefinite (naming the pivot) or when `signal` is aborted; the matrix is then spoiled.
 */
export async function spdInverse(pool: KernelPool, matrix: Matrix, options: RunOptions = {}): Promise<void> {
  checkSquare('matrix', matrix)
  const region = regionOf(pool.arena, 'matrix', matrix)
  const mark = pool.arena.mark()
  try {
    const work = allocateFactorWork(pool.arena, matrix.rows)
    await runOn(pool, inverseSchedule(region, matrix.rows, { ...work, factored: false }), options)
  } finally {
    pool.arena.release(mark)
  }
}

/** Bytes of arena to hold an n x n matrix and invert it. Throws RangeError when no WebAssembly memory (4 GiB) is enough. */
export function spdInverseBytes(n: number): number {
  checkCount('n', n)
  const bytes = arenaBytes(n * n) + factorWorkBytes(n)
  if (bytes > mostBytes - spareBytes) {
    throw new RangeError(
      `n is ${n}: its inverse needs ${bytes} bytes, a WebAssembly memory ends at ${mostBytes} (4 GiB)`,
    )
  }
  return bytes
}

/** Kept free for the scratch of up to about fifty threads. */
const spareBytes = 64 << 20

/** Lends a zeroed n x n matrix of the pool's memory to `use` and frees it afterwards. */
export async function withMatrix<T>(pool: KernelPool, n: number, use: (matrix: Matrix) => Promise<T>): Promise<T> {
  const mark = pool.arena.mark()
  try {
    const matrix = pool.arena.matrix(n, n)
    matrix.values.fill(0)
    return await use(matrix)
  } finally {
    pool.arena.release(mark)
  }
}
