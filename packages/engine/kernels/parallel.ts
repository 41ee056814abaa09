import type { GemmOptions, SyrkOptions } from './arithmetic.ts'
import { choleskySchedule } from './cholesky-schedule.ts'
import { allocateFactorWork } from './factor-work.ts'
import { checkGemm, checkSquare, checkSyrk, type Matrix } from './matrix.ts'
import type { KernelPool } from './pool.ts'
import { gemmSchedule, syrkSchedule } from './product-schedule.ts'
import { type RunOptions, runOn } from './schedule.ts'
import { regionOf } from './tiles.ts'

/** Arithmetic.gemm on a pool; all operands lie in its arena. */
export async function parallelGemm(
  pool: KernelPool,
  [a, b]: readonly [Matrix, Matrix],
  options: GemmOptions & RunOptions & { readonly into: Matrix },
): Promise<void> {
  const { into: c, alpha = 1, accumulate = false } = options
  checkGemm(a, b, c)
  const from = regionOf(pool.arena, 'a', a)
  const size = { rows: c.rows, columns: c.columns, depth: a.columns, alpha, accumulate }
  const to = { ...regionOf(pool.arena, 'into', c), ...size }
  await runOn(pool, gemmSchedule(from, regionOf(pool.arena, 'b', b), to), options)
}

/** Arithmetic.syrk on a pool; both operands lie in its arena. */
export async function parallelSyrk(
  pool: KernelPool,
  a: Matrix,
  options: SyrkOptions & RunOptions & { readonly into: Matrix },
): Promise<void> {
  const { into: c, over } = options
  const depth = checkSyrk(a, c, over)
  const from = { ...regionOf(pool.arena, 'a', a), over }
  await runOn(pool, syrkSchedule(from, { ...regionOf(pool.arena, 'into', c), n: c.rows, depth }), options)
}

/** Arithmetic.cholesky on a pool; the matrix lies in its arena. */
export async function parallelCholesky(pool: KernelPool, matrix: Matrix, options: RunOptions = {}): Promise<void> {
  checkSquare('matrix', matrix)
  const region = regionOf(pool.arena, 'matrix', matrix)
  const mark = pool.arena.mark()
  try {
    await runOn(pool, choleskySchedule(region, matrix.rows, allocateFactorWork(pool.arena, 0)), options)
  } finally {
    pool.arena.release(mark)
  }
}
