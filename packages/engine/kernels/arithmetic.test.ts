import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Arithmetic, NotPositiveDefinite } from './arithmetic.ts'
import { instantiateKernels } from './kernels.ts'
import type { Matrix } from './matrix.ts'
import { twins } from './twins.ts'

const kernels = instantiateKernels()
const seeded = { seed: 20_241, numRuns: 40 }

/** Uniform in -0.5..0.5, the minimal standard generator. */
function draws(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647 - 0.5
  }
}

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  return { values: Float32Array.from({ length: rows * columns }, draws(seed)), rows, columns }
}

/** Diagonally dominant, so positive definite; 9 above the diagonal, which nobody may read. */
function positiveDefinite(n: number, seed: number): Matrix {
  const matrix = randomMatrix(n, n, seed)
  for (let i = 0; i < n; i++) {
    matrix.values[i * n + i] = n / 2 + 1
    matrix.values.fill(9, i * n + i + 1, (i + 1) * n)
  }
  return matrix
}

function copy(matrix: Matrix): Matrix {
  return { ...matrix, values: matrix.values.slice() }
}

function assertClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!)
    assert.ok(error <= tolerance, `element ${i} is ${actual[i]}, the twin has ${expected[i]}`)
  }
}

const size = fc.integer({ min: 0, max: 70 })
const seed = fc.integer({ min: 1, max: 1e6 })

test('dot equals its twin at every length and alignment', () => {
  const check = fc.property(
    fc.integer({ min: 0, max: 300 }),
    fc.integer({ min: 0, max: 5 }),
    seed,
    (n, offset, from) => {
      const a = randomMatrix(1, n + offset, from).values.subarray(offset)
      const b = randomMatrix(1, n + offset, from + 1).values.subarray(offset)
      assert.ok(Math.abs(kernels.dot(a, b) - twins.dot(a, b)) < 1e-4)
    },
  )
  fc.assert(check, seeded)
})

test('gemm equals its twin at sizes that are no multiple of a tile, with alpha and accumulation', () => {
  const alpha = fc.constantFrom(1, -1, 0.5)
  const check = fc.property(size, size, size, alpha, fc.boolean(), seed, (m, n, k, alpha, accumulate, from) => {
    const [a, b, c] = [randomMatrix(m, k, from), randomMatrix(k, n, from + 1), randomMatrix(m, n, from + 2)]
    const expected = copy(c)
    twins.gemm(a, b, { into: expected, alpha, accumulate })
    kernels.gemm(a, b, { into: c, alpha, accumulate })
    assertClose(c.values, expected.values, 1e-4)
  })
  fc.assert(check, seeded)
})

test('gemm equals its twin beyond one packed block in every direction', () => {
  const [a, b] = [randomMatrix(197, 517, 1), randomMatrix(517, 1031, 2)]
  const [c, expected] = [randomMatrix(197, 1031, 3), randomMatrix(197, 1031, 3)]
  twins.gemm(a, b, { into: expected })
  kernels.gemm(a, b, { into: c })
  assertClose(c.values, expected.values, 1e-3)
})

test('a product over k = 0 is zero, or leaves what it is added to', () => {
  for (const arithmetic of [twins, kernels]) {
    const c = randomMatrix(3, 5, 7)
    arithmetic.gemm(randomMatrix(3, 0, 1), randomMatrix(0, 5, 1), { into: c, accumulate: true })
    assert.deepEqual(c, randomMatrix(3, 5, 7))
    arithmetic.gemm(randomMatrix(3, 0, 1), randomMatrix(0, 5, 1), { into: c })
    assert.deepEqual(c.values, new Float32Array(15))
  }
})

test('syrk equals its twin over rows and over columns and leaves the upper triangle alone', () => {
  const over = fc.constantFrom('rows' as const, 'columns' as const)
  const check = fc.property(size, size, over, seed, (n, k, over, from) => {
    const a = over === 'rows' ? randomMatrix(n, k, from) : randomMatrix(k, n, from)
    const c = randomMatrix(n, n, from + 1)
    const expected = copy(c)
    twins.syrk(a, { over, into: expected })
    kernels.syrk(a, { over, into: c })
    assertClose(c.values, expected.values, 1e-4)
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) assert.equal(c.values[i * n + j], expected.values[i * n + j])
    }
  })
  fc.assert(check, seeded)
})

const blockEdges = [0, 1, 2, 31, 32, 33, 127, 128, 129, 257, 300]

test('cholesky equals its twin around the edges of its blocks and does not touch the upper triangle', () => {
  for (const n of blockEdges) {
    const [matrix, expected] = [positiveDefinite(n, n), positiveDefinite(n, n)]
    twins.cholesky(expected)
    kernels.cholesky(matrix)
    assertClose(matrix.values, expected.values, 1e-4)
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) assert.equal(matrix.values[i * n + j], 9)
  }
})

test('choleskySolve equals its twin for one right-hand side and for many', () => {
  for (const n of blockEdges) {
    const factor = positiveDefinite(n, n + 1)
    twins.cholesky(factor)
    for (const m of [0, 1, 3, 65]) {
      const [b, expected] = [randomMatrix(n, m, 5), randomMatrix(n, m, 5)]
      twins.choleskySolve(factor, expected)
      kernels.choleskySolve(factor, b)
      assertClose(b.values, expected.values, 1e-5)
    }
  }
})

test('choleskyInverse equals its twin and is symmetric to the bit', () => {
  for (const n of blockEdges) {
    const factor = positiveDefinite(n, n + 2)
    twins.cholesky(factor)
    const [inverse, expected] = [copy(factor), copy(factor)]
    twins.choleskyInverse(expected)
    kernels.choleskyInverse(inverse)
    assertClose(inverse.values, expected.values, 1e-6)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) assert.equal(inverse.values[i * n + j], inverse.values[j * n + i])
  }
})

test('a matrix that is not positive definite is refused by the number of its pivot', () => {
  for (const arithmetic of [twins, kernels]) {
    for (const [n, pivot, value] of [
      [1, 0, 0],
      [5, 3, -2],
      [200, 150, Number.NaN],
      [300, 299, Number.NEGATIVE_INFINITY],
    ] as const) {
      const matrix = { values: new Float32Array(n * n), rows: n, columns: n }
      for (let i = 0; i < n; i++) matrix.values[i * n + i] = i === pivot ? value : 1
      assert.throws(
        () => arithmetic.cholesky(matrix),
        (error: unknown) => {
          assert.ok(error instanceof NotPositiveDefinite)
          assert.equal(error.message, `the matrix is not positive definite: pivot ${pivot} is ${value}`)
          return error.pivot === pivot
        },
      )
    }
    const factor = { values: new Float32Array([1, 0, 5, 0]), rows: 2, columns: 2 }
    assert.throws(() => arithmetic.choleskyInverse(factor), /pivot 1 is 0/)
  }
})

test('topK equals its twin with ties, infinities and NaN among the scores', () => {
  const score = fc.constantFrom(0, -0, 1, 2, 2.5, -3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
  const check = fc.property(fc.array(score, { maxLength: 90 }), fc.integer({ min: 0, max: 100 }), (scores, k) => {
    const array = Float32Array.from(scores)
    assert.deepEqual(kernels.topK(array, k), twins.topK(array, k))
  })
  fc.assert(check, { ...seeded, numRuns: 300 })
})

test('topK equals its twin on long lists of distinct scores', () => {
  const scores = randomMatrix(1, 10_007, 4).values
  for (const k of [1, 10, 100, 10_007]) assert.deepEqual(kernels.topK(scores, k), twins.topK(scores, k))
})

test('equal scores come in order of index', () => {
  for (const arithmetic of [twins, kernels]) {
    assert.deepEqual([...arithmetic.topK(new Float32Array(50).fill(7), 4)], [0, 1, 2, 3])
  }
})

test('wrong shapes are refused with the operand and its numbers', () => {
  for (const arithmetic of [twins, kernels] satisfies Arithmetic[]) {
    const square = randomMatrix(2, 2, 1)
    const wide = randomMatrix(2, 3, 1)
    assert.throws(() => arithmetic.cholesky(wide), /matrix is 2 x 3: must be square/)
    assert.throws(() => arithmetic.gemm(wide, square, { into: square }), /columns of a and rows of b: 3 and 2 differ/)
    assert.throws(() => arithmetic.dot(square.values, wide.values), /lengths of a and b: 4 and 6 differ/)
    assert.throws(() => arithmetic.cholesky({ ...square, rows: 3, columns: 3 }), /3 x 3 but has 4 values/)
    assert.throws(() => arithmetic.topK(square.values, -1), /k is -1/)
  }
})

test('operands in the arena are used in place with the same result as operands elsewhere', () => {
  const [outside, inside] = [positiveDefinite(150, 3), kernels.arena.matrix(150, 150)]
  inside.values.set(outside.values)
  kernels.cholesky(outside)
  kernels.cholesky(inside)
  assert.deepEqual(inside.values, outside.values)
})

test('an arena that is full says what is wanted and what is left', () => {
  const small = instantiateKernels(1024)
  assert.throws(() => small.arena.floats(257), /has 1024 bytes left of 1024, 1088 are wanted/)
})

test('a call frees what it borrowed, also when it throws', () => {
  const mark = kernels.arena.mark()
  assert.throws(() => kernels.cholesky({ values: new Float32Array(1), rows: 1, columns: 1 }), NotPositiveDefinite)
  kernels.topK(new Float32Array(9), 3)
  assert.equal(kernels.arena.mark(), mark)
})
