import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { drawWeights, type LinearEvent, LinearThompson, linearScore, type SparseFeatures } from './linear-thompson.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} against ${expected}`)
const features = (...values: number[]): SparseFeatures => ({
  columns: Int32Array.from(values.flatMap((value, k) => (value === 0 ? [] : [k]))),
  values: Float64Array.from(values.filter((value) => value !== 0)),
})

function randomEvents(seed: string, count: number): LinearEvent[] {
  const rng = derive(seed)
  return Array.from({ length: count }, () => ({
    features: features(1, rng.normal(), rng.integer(2), rng.normal()),
    reward: rng.normal(),
    at: rng.integer(10_000),
  }))
}

test('two events by hand: the ridge solution', () => {
  const model = new LinearThompson({ dimension: 2, reg: 1 })
  model.observe({ features: features(1, 1), reward: 1, at: 0 })
  model.observe({ features: features(0, 1), reward: 0, at: 0 })
  // B = [[2, 1], [1, 3]], f = [1, 1]: mean = [2/5, 1/5]; L = [[sqrt 2], [1/sqrt 2, sqrt 2.5]].
  const { mean, factor } = model.posterior(0)
  near(mean[0]!, 2 / 5)
  near(mean[1]!, 1 / 5)
  near(factor[0]!, Math.SQRT2)
  near(factor[1]!, Math.SQRT1_2)
  near(factor[2]!, Math.sqrt(2.5))
})

test('learning live, with events taken back, equals learning what is left, with and without decay', () => {
  for (const halfLifeMs of [Number.POSITIVE_INFINITY, 20]) {
    const kept = randomEvents('kept', 60)
    const mistaken = randomEvents('mistaken', 20)
    const live = new LinearThompson({ dimension: 4, halfLifeMs })
    for (const event of [...mistaken, ...kept]) live.observe(event)
    for (const event of mistaken) live.forget(event)
    const again = new LinearThompson({ dimension: 4, halfLifeMs })
    for (const event of kept.toSorted((a, b) => a.at - b.at)) again.observe(event)
    for (const now of [10_000, 10_050]) {
      const [a, b] = [live.posterior(now), again.posterior(now)]
      a.mean.forEach((value, k) => void near(value, b.mean[k]!))
      a.factor.forEach((value, k) => void near(value, b.factor[k]!))
    }
  }
})

test('an event of one half-life counts half', () => {
  const model = new LinearThompson({ dimension: 1, halfLifeMs: 100 })
  model.observe({ features: features(1), reward: 1, at: 1000 })
  near(model.posterior(1000).mean[0]!, 1 / 2)
  near(model.posterior(1100).mean[0]!, 0.5 / 1.5)
  near(model.posterior(1e9).mean[0]!, 0)
})

test('draws have the mean and the covariance scale^2 * inverse(B)', () => {
  const model = new LinearThompson({ dimension: 2, reg: 1 })
  model.observe({ features: features(1, 1), reward: 1, at: 0 })
  model.observe({ features: features(0, 1), reward: 0, at: 0 })
  const posterior = model.posterior(0)
  const rng = derive('draws')
  const draws = Array.from({ length: 20_000 }, () => drawWeights(posterior, 0.5, rng))
  const average = (value: (draw: Float64Array) => number) =>
    draws.reduce((sum, draw) => sum + value(draw), 0) / draws.length
  near(
    average(([x]) => x!),
    0.4,
    0.01,
  )
  near(
    average(([, y]) => y!),
    0.2,
    0.01,
  )
  // inverse(B) = [[3, -1], [-1, 2]] / 5, times 0.25.
  near(
    average(([x]) => (x! - 0.4) ** 2),
    0.15,
    0.006,
  )
  near(
    average(([, y]) => (y! - 0.2) ** 2),
    0.1,
    0.005,
  )
  near(
    average(([x, y]) => (x! - 0.4) * (y! - 0.2)),
    -0.05,
    0.004,
  )
  assert.deepEqual(drawWeights(posterior, 0, rng), posterior.mean)
})

test('items never shown before are ranked by their features: regret per round falls', () => {
  const truth = Float64Array.of(0.1, 0.4, -0.2, 0.1, 0.3)
  const rng = derive('contextual')
  const model = new LinearThompson({ dimension: 5 })
  const regret = [0, 0]
  for (let round = 0; round < 600; round++) {
    const items = Array.from({ length: 8 }, () => features(1, ...Array.from({ length: 4 }, () => rng.integer(2))))
    const weights = drawWeights(model.posterior(round), 0.3, rng)
    const scores = items.map((item) => linearScore(item, weights))
    const chosen = items[scores.indexOf(Math.max(...scores))]!
    const best = Math.max(...items.map((item) => linearScore(item, truth)))
    const mean = linearScore(chosen, truth)
    regret[round < 300 ? 0 : 1]! += best - mean
    model.observe({ features: chosen, reward: mean + 0.3 * rng.normal(), at: round })
  }
  assert.ok(regret[1]! < 0.4 * regret[0]! && regret[1]! / 300 < 0.03, `${regret}`)
})

test('bad options and events are named', () => {
  assert.throws(() => new LinearThompson({ dimension: 0 }), /dimension is 0/)
  assert.throws(() => new LinearThompson({ dimension: 2, reg: 0 }), /reg is 0/)
  const model = new LinearThompson({ dimension: 2 })
  assert.throws(() => model.observe({ features: features(0, 0, 1), reward: 1, at: 0 }), /column is 2/)
  assert.throws(() => model.observe({ features: features(1), reward: Number.NaN, at: 0 }), /reward is NaN/)
  model.forget({ features: features(2), reward: 1, at: 0 })
  assert.throws(() => model.posterior(0), /not positive definite at row 0/)
})
