import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { type FoldInProblem, foldIn, foldInPenalty } from './fold-in.ts'

const d = 6

function randomProblem(n: number): FoldInProblem {
  const rng = derive('fold-in', n)
  return {
    factors: Float32Array.from({ length: 30 * d }, () => rng.normal()),
    diagonal: Float64Array.from({ length: d }, () => 0.2 + rng.uniform()),
    rows: Array.from({ length: n }, (_, k) => (7 * k) % 30),
    weights: Array.from({ length: n }, () => 0.5 + rng.uniform()),
  }
}

/** A v, A = D + sum over the history of x h h', term by term. */
function timesA({ factors, diagonal, rows, weights }: FoldInProblem, v: ArrayLike<number>): number[] {
  return Array.from({ length: d }, (_, r) => {
    let sum = diagonal[r]! * v[r]!
    rows.forEach((row, k) => {
      for (let c = 0; c < d; c++) sum += weights[k]! * factors[row * d + r]! * factors[row * d + c]! * v[c]!
    })
    return sum
  })
}

test('the vector solves A w = sum of x h, with fewer items than coordinates, as many, and more', () => {
  for (const n of [0, 1, 5, 6, 7, 20]) {
    const problem = randomProblem(n)
    const { factors, rows, weights } = problem
    const left = timesA(problem, foldIn(problem).vector)
    left.forEach((value, j) => {
      const right = rows.reduce((sum, row, k) => sum + weights[k]! * factors[row * d + j]!, 0)
      assert.ok(Math.abs(value - right) < 1e-9, `${n} items: ${value} against ${right}`)
    })
  }
})

test('shares are x h_i times A^-1 h and sum to the score', () => {
  for (const n of [1, 6, 7, 20]) {
    const problem = randomProblem(n)
    const { vector, shares } = foldIn(problem)
    const target = problem.factors.subarray(28 * d, 29 * d)
    const parts = shares(target)
    const score = target.reduce((sum, value, j) => sum + value * vector[j]!, 0)
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - score) < 1e-9)
    problem.rows.forEach((row, k) => {
      const own = problem.factors.subarray(row * d, row * d + d)
      assert.ok(Math.abs(parts[k]! - problem.weights[k]! * inner(problem, own, target)) < 1e-9)
    })
  }
})

/** a' A^-1 b by plain elimination. */
function inner(problem: FoldInProblem, a: ArrayLike<number>, b: ArrayLike<number>): number {
  const rows = Array.from({ length: d }, (_, c) =>
    timesA(
      problem,
      Array.from({ length: d }, (_, j) => (j === c ? 1 : 0)),
    ),
  )
  const x = Array.from(b)
  for (let k = 0; k < d; k++)
    for (let i = k + 1; i < d; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!
      for (let j = k; j < d; j++) rows[i]![j]! -= factor * rows[k]![j]!
      x[i]! -= factor * x[k]!
    }
  for (let k = d - 1; k >= 0; k--) {
    for (let j = k + 1; j < d; j++) x[k]! -= rows[k]![j]! * x[j]!
    x[k]! /= rows[k]![k]!
  }
  return x.reduce((sum, value, j) => sum + value * a[j]!, 0)
}

test('the penalty grows with the pairs to the power of the exponent', () => {
  const config = { reg: 0.5, unobservedWeight: 0.1, regExponent: 1 }
  assert.equal(foldInPenalty(config, { pairs: 6, others: 30 }), 4.5)
  assert.equal(foldInPenalty({ ...config, regExponent: 0 }, { pairs: 6, others: 30 }), 0.5)
  assert.ok(Math.abs(foldInPenalty({ ...config, regExponent: 0.5 }, { pairs: 6, others: 30 }) - 1.5) < 1e-12)
})
