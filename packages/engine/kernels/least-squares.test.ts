import assert from 'node:assert/strict'
import test from 'node:test'
import { derive } from '../random/random.ts'
import { type LeastSquares, leastSquaresBytes, parallelLeastSquares, solvePlainly } from './least-squares.ts'
import { type KernelPool, serialPool } from './pool.ts'

interface Size {
  readonly rows: number
  readonly others: number
  readonly d: number
  readonly block: number
}

/** A problem with rows of 0, 1, 2, ... pairs, in the pool's memory. */
function randomProblem(pool: KernelPool, { rows, others, d, block }: Size): LeastSquares {
  const rng = derive('least squares', rows, others, d)
  const { arena } = pool
  const draw = (matrix: { values: Float32Array }) => {
    for (let k = 0; k < matrix.values.length; k++) matrix.values[k] = rng.normal() / 3
  }
  const [x, fixed, gram] = [arena.matrix(rows, d), arena.matrix(others, d), arena.matrix(d, d)]
  draw(x)
  draw(fixed)
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let sum = 0
      for (let k = 0; k < others; k++) sum += fixed.values[k * d + i]! * fixed.values[k * d + j]!
      gram.values[i * d + j] = 0.2 * sum
    }
  const indptr = arena.integers(rows + 1)
  for (let row = 0; row < rows; row++) indptr[row + 1] = indptr[row]! + row
  const columns = arena.integers(indptr[rows]!)
  const weights = arena.floats(columns.length)
  for (let row = 0; row < rows; row++)
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      columns[k] = (7 * (k - indptr[row]!) + row) % others
      weights[k] = 0.5 + rng.uniform()
    }
  const penalties = arena.floats(rows)
  for (let row = 0; row < rows; row++) penalties[row] = 0.1 + 0.02 * row
  return { x, fixed, gram, penalties, indptr, columns, weights, block }
}

const sizes: Size[] = [
  { rows: 30, others: 31, d: 8, block: 8 },
  { rows: 30, others: 31, d: 24, block: 8 },
  { rows: 30, others: 31, d: 24, block: 16 },
  { rows: 30, others: 31, d: 40, block: 40 },
  { rows: 70, others: 71, d: 64, block: 8 },
  { rows: 70, others: 71, d: 64, block: 64 },
]

const bytesOf = ({ rows, others, d, block }: Size): number =>
  4 * d * (rows + others + d) + 12 * rows * rows + 4096 + leastSquaresBytes({ pairs: rows * rows, block })

test('the kernel equals its twin for one block and for many', async () => {
  for (const size of sizes) {
    const pool = serialPool(bytesOf(size))
    const problem = randomProblem(pool, size)
    const expected = { ...problem, x: { ...problem.x, values: problem.x.values.slice() } }
    solvePlainly(expected)
    await parallelLeastSquares(pool, problem)
    problem.x.values.forEach((value, k) => {
      const wanted = expected.x.values[k]!
      assert.ok(Math.abs(value - wanted) < 2e-4, `${JSON.stringify(size)}: ${k} is ${value}, the twin has ${wanted}`)
    })
  }
})

test('the whole row as one block is the minimum, wherever it starts', async () => {
  const size = { rows: 20, others: 21, d: 16, block: 16 }
  const pool = serialPool(bytesOf(size))
  const problem = randomProblem(pool, size)
  await parallelLeastSquares(pool, problem)
  const first = problem.x.values.slice()
  problem.x.values.fill(0)
  await parallelLeastSquares(pool, problem)
  assert.ok(problem.x.values.every((value, k) => Math.abs(value - first[k]!) < 1e-4))
})

test('rounds of blocks come to the minimum', async () => {
  const size = { rows: 20, others: 21, d: 16, block: 8 }
  const pool = serialPool(bytesOf(size))
  const problem = randomProblem(pool, size)
  const exact = { ...problem, x: { ...problem.x, values: problem.x.values.slice() }, block: 16 }
  solvePlainly(exact)
  for (let round = 0; round < 60; round++) await parallelLeastSquares(pool, problem)
  assert.ok(problem.x.values.every((value, k) => Math.abs(value - exact.x.values[k]!) < 1e-3))
})

test('a row without pairs becomes zero', async () => {
  const size = sizes[1]!
  const pool = serialPool(bytesOf(size))
  const problem = randomProblem(pool, size)
  await parallelLeastSquares(pool, problem)
  assert.ok(problem.x.values.subarray(0, size.d).every((value) => value === 0))
})

test('a row that has no solution in single precision is named', async () => {
  for (const size of [sizes[1]!, sizes[2]!]) {
    const pool = serialPool(bytesOf(size))
    const problem = randomProblem(pool, size)
    problem.weights[problem.indptr[5]!] = Number.NaN
    await assert.rejects(parallelLeastSquares(pool, problem), /least squares: row 5 has no solution/)
  }
})

test('shapes and blocks that do not fit are refused', async () => {
  const pool = serialPool(bytesOf(sizes[1]!))
  const problem = randomProblem(pool, sizes[1]!)
  await assert.rejects(parallelLeastSquares(pool, { ...problem, block: 12 }), /block is 12/)
  await assert.rejects(parallelLeastSquares(pool, { ...problem, block: 32 }), /block is 32/)
  await assert.rejects(
    parallelLeastSquares(pool, { ...problem, penalties: problem.penalties.subarray(1) }),
    /penalties/,
  )
  await assert.rejects(parallelLeastSquares(pool, { ...problem, weights: problem.weights.slice() }), /outside/)
})
