import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { serialPool } from './pool.ts'
import type { SparseMatrix } from './sparse-matrix.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import { type TruncatedSvdOptions, truncatedSvd, truncatedSvdBytes } from './truncated-svd.ts'

/** Rows with a few entries each, popular columns more often. */
function randomSparse(rows: number, columns: number, seed: string): SparseMatrix {
  const rng = derive('svd', seed)
  const indptr = new Int32Array(rows + 1)
  const indices: number[] = []
  const values: number[] = []
  for (let r = 0; r < rows; r++) {
    const chosen = new Set(Array.from({ length: 2 + rng.integer(9) }, () => Math.floor(columns * rng.uniform() ** 2)))
    for (const column of chosen) {
      indices.push(column)
      values.push(1 + rng.integer(3))
    }
    indptr[r + 1] = indices.length
  }
  return { rows, columns, indptr, indices: Int32Array.from(indices), values: Float32Array.from(values) }
}

/** A'A, dense in f64. */
function denseGram({ rows, columns, indptr, indices, values }: SparseMatrix): Float64Array {
  const gram = new Float64Array(columns * columns)
  for (let r = 0; r < rows; r++)
    for (let a = indptr[r]!; a < indptr[r + 1]!; a++)
      for (let b = indptr[r]!; b < indptr[r + 1]!; b++)
        gram[indices[a]! * columns + indices[b]!]! += values[a]! * values[b]!
  return gram
}

const svd = (matrix: SparseMatrix, options: Partial<TruncatedSvdOptions> & { rank: number }) =>
  truncatedSvd(serialPool(truncatedSvdBytes(matrix, options.rank)), matrix, { rng: derive('start'), ...options })

/** Largest distance of the projector V V' from that of the dense eigenvectors. */
function projectorError(right: Float32Array, vectors: Float64Array, shape: { n: number; rank: number }): number {
  const { n, rank } = shape
  let worst = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let gap = 0
      for (let k = 0; k < rank; k++)
        gap += right[i * rank + k]! * right[j * rank + k]! - vectors[k * n + i]! * vectors[k * n + j]!
      worst = Math.max(worst, Math.abs(gap))
    }
  return worst
}

test('values and vectors equal those of the dense matrix', async () => {
  for (const [rows, columns, rank] of [
    [300, 120, 10],
    [90, 140, 20],
    [3000, 80, 5],
    [60, 12, 12],
  ] as const) {
    const matrix = randomSparse(rows, columns, `${rows}`)
    const { right, values, residual } = await svd(matrix, { rank, tolerance: 1e-6 })
    const dense = symmetricEigen(denseGram(matrix), columns)
    assert.ok(residual <= 2e-6, `residual ${residual}`)
    values.forEach((value, k) => {
      assert.ok(Math.abs(value - Math.sqrt(dense.values[k]!)) < 1e-5 * values[0]!, `value ${k} of ${rows} x ${columns}`)
    })
    const error = projectorError(right.values, dense.vectors, { n: columns, rank })
    assert.ok(error < 2e-4, `projector of ${rows} x ${columns} is off by ${error}`)
  }
})

test('values that fall slowly converge within twelve rounds', async () => {
  const matrix = randomSparse(4000, 500, 'slow')
  const { rounds, residual } = await svd(matrix, { rank: 40, tolerance: 1e-5 })
  assert.ok(residual <= 1e-5 && rounds <= 12, `${rounds} rounds to ${residual}`)
})

test('the vectors are orthonormal and their largest element is positive', async () => {
  const { right } = await svd(randomSparse(300, 120, 'sign'), { rank: 8 })
  for (let a = 0; a < 8; a++) {
    const column = Array.from({ length: 120 }, (_, i) => right.values[i * 8 + a]!)
    assert.ok(Math.max(...column) >= Math.max(...column.map((value) => -value)))
    for (let b = 0; b < 8; b++) {
      const dot = column.reduce((sum, value, i) => sum + value * right.values[i * 8 + b]!, 0)
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-5)
    }
  }
})

test('a matrix of lower rank than asked gives zeros for the missing values, and no NaN', async () => {
  const rows = 50
  const matrix: SparseMatrix = {
    rows,
    columns: 60,
    indptr: Int32Array.from({ length: rows + 1 }, (_, r) => 2 * r),
    indices: Int32Array.from({ length: 2 * rows }, (_, k) => (k % 2) + 2 * ((k >> 1) % 2)),
    values: new Float32Array(2 * rows).fill(1),
  }
  const { right, values } = await svd(matrix, { rank: 6 })
  assert.ok(right.values.every(Number.isFinite))
  for (const value of values.subarray(0, 2)) assert.ok(Math.abs(value - Math.sqrt(50)) < 1e-4)
  for (const value of values.subarray(2)) assert.ok(value < 0.05, `${value}`)
  const empty = { ...matrix, indptr: new Int32Array(rows + 1), indices: new Int32Array(0), values: new Float32Array(0) }
  const nothing = await svd(empty, { rank: 3 })
  assert.deepEqual([...nothing.values], [0, 0, 0])
  assert.ok(nothing.right.values.every(Number.isFinite))
})

test('the same seed gives the same bits, and the arena is as it was', async () => {
  const matrix = randomSparse(200, 90, 'same')
  const pool = serialPool(truncatedSvdBytes(matrix, 7))
  const before = pool.arena.mark()
  const first = await truncatedSvd(pool, matrix, { rank: 7, rng: derive(1) })
  const second = await truncatedSvd(pool, matrix, { rank: 7, rng: derive(1) })
  assert.deepEqual(first, second)
  assert.equal(pool.arena.mark(), before)
})

test('what cannot be is refused by name, and a cancelled run stops', async () => {
  const matrix = randomSparse(20, 30, 'refused')
  await assert.rejects(svd(matrix, { rank: 0 }), /rank is 0; it must be a whole number in 1\.\.20/)
  await assert.rejects(svd(matrix, { rank: 21 }), /rank is 21/)
  await assert.rejects(svd(matrix, { rank: 2, tolerance: 0 }), /tolerance is 0/)
  await assert.rejects(svd({ ...matrix, columns: 3 }, { rank: 2 }), /column \d+ of 3/)
  await assert.rejects(svd(matrix, { rank: 2, signal: { aborted: true, reason: new Error('stop') } }), /stop/)
})
