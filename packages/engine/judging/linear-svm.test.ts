import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { trainSvm } from './linear-svm.ts'

const row = (...values: number[]) => ({ columns: Int32Array.from(values.keys()), values: Float64Array.from(values) })

// One row on either side of zero, mirrored: by symmetry the bias is 0, and min w^2/2 + 2 C (1 - w)^2 has w = 4C / (1 + 4C).
test('two mirrored rows have the weight worked out by hand', async () => {
  for (const cost of [0.5, 1, 10]) {
    const problem = { rows: [row(1), row(-1)], columns: 1, wanted: (k: number) => k === 0 }
    const [weight, bias] = await trainSvm(problem, derive('svm'), { cost, epochs: 2000, tolerance: 1e-9 })
    assert.ok(Math.abs(weight! - (4 * cost) / (1 + 4 * cost)) < 1e-6, `${weight} at cost ${cost}`)
    assert.ok(Math.abs(bias!) < 1e-6)
  }
})

test('no small change of the weights makes the objective less', async () => {
  const rng = derive('rows')
  const rows = Array.from({ length: 30 }, () => row(rng.normal(), rng.normal(), rng.normal()))
  const wanted = (k: number) => rows[k]!.values[0]! + 0.7 * rng.derive(k).normal() > 0.2
  const objective = (w: ArrayLike<number>) =>
    rows.reduce(
      (sum, { values }, k) => {
        const score = values.reduce((dot, value, j) => dot + value * w[j]!, w[3]!)
        return sum + 2 * Math.max(0, 1 - (wanted(k) ? 1 : -1) * score) ** 2
      },
      Array.from(w).reduce((sum, one) => sum + (one * one) / 2, 0),
    )
  const weights = await trainSvm({ rows, columns: 3, wanted }, derive('svm'), {
    cost: 2,
    epochs: 5000,
    tolerance: 1e-8,
  })
  const best = objective(weights)
  for (let j = 0; j < 4; j++)
    for (const step of [-1e-3, 1e-3]) assert.ok(objective(weights.with(j, weights[j]! + step)) > best, `column ${j}`)
})
