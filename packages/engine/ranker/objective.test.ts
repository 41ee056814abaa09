import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { lambdamart } from './lambdamart.ts'
import { logistic, type Objective, squared } from './objective.ts'

const labels = Float32Array.of(1, 0, 0, 1, 1, 0)
const examples = { features: ['x'], values: new Float32Array(6), labels }
const scores = () => Float64Array.of(0.3, -1.2, 2, 0.1, -0.7, 0)

/** Derivative of the mean loss by each score, by a small step. */
function numeric(loss: (scores: Float64Array) => number, at: Float64Array): Float64Array {
  return at.map((_, row) => {
    const moved = (by: number) => loss(at.map((score, other) => score + (other === row ? by : 0)))
    return (moved(1e-4) - moved(-1e-4)) / 2e-4
  })
}

function derivatives(objective: Objective, at: Float64Array) {
  const pairs = new Float32Array(2 * at.length)
  objective.derive(at, pairs)
  return { gradient: pairs.filter((_, k) => k % 2 === 0), hessian: pairs.filter((_, k) => k % 2 === 1) }
}

for (const [name, objective] of Object.entries({ squared: squared(examples), logistic: logistic(examples) }))
  test(`${name}: gradient and hessian are the derivatives of the loss`, () => {
    const { gradient, hessian } = derivatives(objective, scores())
    const slope = numeric(objective.loss, scores())
    for (let row = 0; row < 6; row++) assert.ok(Math.abs(gradient[row]! / 6 - slope[row]!) < 1e-6)
    for (let row = 0; row < 6; row++) {
      const step = (by: number) => scores().map((score, other) => score + (other === row ? by : 0))
      const up = derivatives(objective, step(1e-2)).gradient[row]!
      const down = derivatives(objective, step(-1e-2)).gradient[row]!
      assert.ok(Math.abs((up - down) / 2e-2 - hessian[row]!) < 1e-4)
    }
  })

test('squared starts at the mean, logistic near the log odds', () => {
  assert.equal(squared(examples).start, 0.5)
  assert.ok(Math.abs(logistic(examples).start) < 1e-12)
  assert.throws(() => logistic({ ...examples, labels: Float32Array.of(2) }), /label 2/)
})

/** Burges' cost with the change of NDCG held fixed at `fixed`: sum over pairs of |change| log(1 + e^(worse - better)). */
function pairCost(grades: Float32Array, fixed: Float64Array) {
  const order = Array.from(fixed.keys()).sort((a, b) => fixed[b]! - fixed[a]! || a - b)
  const rank = order.map((_, row) => order.indexOf(row) + 1)
  const gain = (row: number) => 2 ** grades[row]! - 1
  const ideal = [...grades].sort((a, b) => b - a).reduce((sum, g, k) => sum + (2 ** g - 1) / Math.log2(2 + k), 0)
  return (at: Float64Array) => {
    let cost = 0
    for (let a = 0; a < grades.length; a++)
      for (let b = 0; b < grades.length; b++) {
        if (!(grades[a]! > grades[b]!)) continue
        const change = (gain(a) - gain(b)) * Math.abs(1 / Math.log2(1 + rank[a]!) - 1 / Math.log2(1 + rank[b]!))
        cost += (change / ideal) * Math.log(1 + Math.exp(at[b]! - at[a]!))
      }
    return cost
  }
}

test('lambdamart: lambdas are the gradient of the pairwise cost weighted by the change of NDCG', () => {
  const rng = derive('lambda')
  for (let round = 0; round < 20; round++) {
    const grades = Float32Array.from({ length: 7 }, () => rng.integer(4))
    if (new Set(grades).size === 1) continue
    const at = Float64Array.from(grades, () => rng.normal())
    const objective = lambdamart(
      { features: ['x'], values: new Float32Array(7), labels: grades, groups: Int32Array.of(0, 7) },
      { truncation: 10 },
    )
    const { gradient } = derivatives(objective, at)
    const slope = numeric(pairCost(grades, at), at)
    for (let row = 0; row < 7; row++) assert.ok(Math.abs(gradient[row]! - slope[row]!) < 1e-5, `row ${row}`)
  }
})

test('lambdamart: the loss is 1 - NDCG, and no query pulls at another', () => {
  const grades = Float32Array.of(0, 1, 0, 0, 0, 1, 0)
  const groups = Int32Array.of(0, 3, 5, 7) // the second wants nothing
  const objective = lambdamart(
    { features: ['x'], values: new Float32Array(7), labels: grades, groups },
    { truncation: 2 },
  )
  const at = Float64Array.of(3, 2, 1, 9, 9, 5, 4)
  assert.ok(Math.abs(objective.loss(at) - (1 - (1 / Math.log2(3) + 1) / 2)) < 1e-12)
  const { gradient, hessian } = derivatives(objective, at)
  assert.deepEqual(Array.from(gradient.subarray(3, 5)), [0, 0])
  assert.ok(Math.abs(gradient[0]! + gradient[1]! + gradient[2]!) < 1e-7)
  assert.ok(gradient[1]! < 0 && gradient[0]! > 0 && hessian[0]! > 0)
})

test('lambdamart refuses examples without groups and labels that are no grades', () => {
  const one = { features: ['x'], values: new Float32Array(2), labels: Float32Array.of(0.5, 1) }
  assert.throws(() => lambdamart(one, { truncation: 10 }), /no groups/)
  assert.throws(() => lambdamart({ ...one, groups: Int32Array.of(0, 2) }, { truncation: 10 }), /label 0.5/)
  assert.throws(() => lambdamart({ ...one, groups: Int32Array.of(0, 2) }, { truncation: 0 }), /truncation is 0/)
})
