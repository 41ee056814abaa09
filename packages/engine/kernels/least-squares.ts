import { arenaBytes } from './arena.ts'
import type { KernelJob } from './job.ts'
import { checkSame, checkShape, checkSquare, type Matrix } from './matrix.ts'
import type { KernelPool } from './pool.ts'
import type { Schedule } from './schedule.ts'
import { type RunOptions, runOn } from './schedule.ts'

/**
 * For each row u of `x`, the w = x[u] that lowers
 * sum over the pairs (u, i) of weight * (w . fixed[i] - 1)^2 + w' gram w + penalties[u] * |w|^2.
 *
 * The pairs of row u are columns|weights[indptr[u]..indptr[u + 1]). On a pool all arrays lie in its arena.
 */
export interface LeastSquares {
  /** rows x d, d a multiple of 8; improved in place. A row without pairs becomes zero. */
  readonly x: Matrix
  /** The other side's rows, d floats each. */
  readonly fixed: Matrix
  /** d x d, both triangles. */
  readonly gram: Matrix
  /** Above 0, one per row of `x`. */
  readonly penalties: Float32Array
  readonly indptr: Int32Array
  readonly columns: Int32Array
  readonly weights: Float32Array
  /**
   * Coordinates solved at once, a multiple of 8: d is the exact minimum, less is one round of exact steps on blocks,
   * each from where the last one ended (iALS++). A block of 8 has a kernel of its own and is by far the fastest.
   */
  readonly block: number
}

/** Rows of one problem are cut into about so many jobs of equal work; no value depends on it. */
const jobsPerProblem = 256

/** Floats the kernel wants beyond a block: its status, and the inner blocks of the factorisation. */
const innerFloats = 32 * 32 + 16

/** Solves all rows on a pool. Throws when a row has no Cholesky factor in f32: a penalty too small, or values too large. */
export async function parallelLeastSquares(
  pool: KernelPool,
  problem: LeastSquares,
  options: RunOptions = {},
): Promise<void> {
  checkProblem(problem)
  const mark = pool.arena.mark()
  try {
    await runOn(pool, leastSquaresSchedule(pool, problem), options)
  } finally {
    pool.arena.release(mark)
  }
}

/** Bytes of arena `parallelLeastSquares` takes for a while. */
export function leastSquaresBytes(size: { readonly pairs: number; readonly block: number }): number {
  return arenaBytes(size.pairs) + (jobsPerProblem + 2) * arenaBytes(workFloats(size.block))
}

/** What the kernel means, as plain loops in f64. In place of `x`. */
export function solvePlainly(problem: LeastSquares): void {
  checkProblem(problem)
  for (let row = 0; row < problem.x.rows; row++) solveRowPlainly(problem, row)
}

function solveRowPlainly({ x, fixed, gram, penalties, indptr, columns, weights, block }: LeastSquares, row: number) {
  const d = x.columns
  const w = x.values.subarray(row * d, row * d + d)
  const [from, to] = [indptr[row]!, indptr[row + 1]!]
  if (from === to) w.fill(0)
  for (let at = 0; at < d && from < to; at += block) {
    const width = Math.min(block, d - at)
    const gradient = new Float64Array(width)
    const hessian = new Float64Array(width * width)
    for (let i = 0; i < width; i++) {
      gradient[i] = penalties[row]! * w[at + i]!
      for (let j = 0; j < d; j++) gradient[i]! += gram.values[(at + i) * d + j]! * w[j]!
      for (let j = 0; j < width; j++)
        hessian[i * width + j] = gram.values[(at + i) * d + at + j]! + (i === j ? penalties[row]! : 0)
    }
    for (let k = from; k < to; k++) {
      const v = fixed.values.subarray(columns[k]! * d, columns[k]! * d + d)
      const error = weights[k]! * (v.reduce((sum, value, j) => sum + value * w[j]!, 0) - 1)
      for (let i = 0; i < width; i++) {
        gradient[i]! += error * v[at + i]!
        for (let j = 0; j < width; j++) hessian[i * width + j]! += weights[k]! * v[at + i]! * v[at + j]!
      }
    }
    eliminate(hessian, gradient)
    for (let i = 0; i < width; i++) w[at + i]! -= gradient[i]!
  }
}

/** b = A^-1 b for a symmetric positive definite A; A is spoiled. */
function eliminate(a: Float64Array, b: Float64Array): void {
  const n = b.length
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!
      for (let j = k; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!
      b[i]! -= factor * b[k]!
    }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) b[k]! -= a[k * n + j]! * b[j]!
    b[k]! /= a[k * n + k]!
  }
}

function* leastSquaresSchedule(pool: KernelPool, problem: LeastSquares): Schedule {
  const { x, fixed, gram, penalties, indptr, columns, weights, block } = problem
  const predictions = pool.arena.floats(columns.length)
  const failures: Int32Array[] = []
  const fixedArguments = [x.values, fixed.values].map((values) => place(pool, values))
  const rest = [indptr, columns, weights, predictions, gram.values, penalties].map((values) => place(pool, values))
  const jobs = evenRanges(indptr, x.columns).map(([first, last]): KernelJob => {
    const work = pool.arena.floats(workFloats(block))
    work[0] = 0
    failures.push(new Int32Array(work.buffer, work.byteOffset, 1))
    return {
      kernel: 'leastSquares',
      args: [first, last, ...fixedArguments, x.columns, ...rest, block, work.byteOffset],
    }
  })
  yield { jobs, done: 1 }
  const failed = failures.find((failure) => failure[0] !== 0)
  if (failed !== undefined)
    throw new Error(
      `least squares: row ${failed[0]! - 1} has no solution in single precision; its penalty is ${penalties[failed[0]! - 1]}`,
    )
}

function workFloats(block: number): number {
  return block * block + 2 * block + innerFloats
}

/** First and last (exclusive) row of parts of about equal work: a pair costs one, a row about half of its length. */
function evenRanges(indptr: Int32Array, d: number): [number, number][] {
  const rows = indptr.length - 1
  const perRow = d / 2
  const share = (indptr[rows]! + perRow * rows) / jobsPerProblem
  const ranges: [number, number][] = []
  for (let first = 0, row = 1; row <= rows; row++) {
    if (row < rows && indptr[row]! - indptr[first]! + perRow * (row - first) < share) continue
    ranges.push([first, row])
    first = row
  }
  return ranges
}

function place(pool: KernelPool, values: Float32Array | Int32Array): number {
  const pointer = pool.arena.find(values)
  if (pointer === null) throw new RangeError("an operand lies outside the pool's memory: allocate it with pool.arena")
  return pointer
}

function checkProblem({ x, fixed, gram, penalties, indptr, columns, weights, block }: LeastSquares): void {
  checkShape('x', x)
  checkShape('fixed', fixed)
  checkSquare('gram', gram)
  checkSame('columns of x and of fixed', x.columns, fixed.columns)
  checkSame('columns of x and rows of gram', x.columns, gram.rows)
  checkSame('rows of x and penalties', x.rows, penalties.length)
  checkSame('rows of x + 1 and length of indptr', x.rows + 1, indptr.length)
  checkSame('columns and weights', columns.length, weights.length)
  if (x.columns === 0 || x.columns % 8 !== 0)
    throw new RangeError(`columns of x is ${x.columns}: must be a multiple of 8`)
  if (!(block >= 8 && block % 8 === 0 && block <= x.columns))
    throw new RangeError(`block is ${block}: must be a multiple of 8, at most ${x.columns}`)
}
