import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { exactPropensities } from './exact-propensities.ts'
import { betaDistribution, lnGamma } from './incomplete-beta.ts'
import { rankingPropensities } from './ranking-propensities.ts'
import { thompsonDraw } from './thompson.ts'

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} against ${expected}`)

test('the gamma function of whole and half numbers', () => {
  for (const [z, value] of [
    [1, 1],
    [5, 24],
    [0.5, Math.sqrt(Math.PI)],
    [10.5, 1133278.3889487856],
  ] as const)
    near(lnGamma(z), Math.log(value), 1e-11)
})

test('Beta(2, 3), Beta(1, b) and the arcsine law have closed forms', () => {
  for (const x of [0, 0.01, 0.3, 0.5, 0.9, 1]) {
    near(betaDistribution(x, 2, 3), 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4, 1e-12)
    near(betaDistribution(x, 1, 40), 1 - (1 - x) ** 40, 1e-12)
    near(betaDistribution(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)), 1e-12)
    near(betaDistribution(x, 188, 12_500), 1 - betaDistribution(1 - x, 12_500, 188), 1e-11)
  }
  assert.throws(() => betaDistribution(0.5, 0, 1), /parameters are 0 and 1/)
})

test('one show each: the chances of three items with whole parameters, by hand', () => {
  // Uniform, Beta(2, 1), Beta(3, 1): F = x, x^2, x^3. P(first is best) = integral of x^5 = 1/6, second 2/6, third 3/6.
  const posteriors = { alpha: Float64Array.of(1, 2, 3), beta: Float64Array.of(1, 1, 1) }
  const of = (...shown: number[]) => exactPropensities(posteriors, Int32Array.from(shown))
  for (const row of [0, 1, 2]) near(of(row).prefix[0]!, (row + 1) / 6, 2e-5)
  // Third before first before second: P(a > b > c) with F_c = x^2 below f_b = 1: 3/6 * (1 / (1 + 2)).
  near(of(2, 0, 1).prefix[1]!, (3 / 6) * (1 / 3), 2e-5)
  near(of(2, 0, 1).prefix[2]!, (3 / 6) * (1 / 3), 2e-5)
})

test('the prefixes of all orders sum to one, and so do the items at each position', () => {
  const rng = derive('orders')
  const posteriors = {
    alpha: Float64Array.from({ length: 4 }, () => 0.2 + 20 * rng.uniform()),
    beta: Float64Array.from({ length: 4 }, () => 1 + 200 * rng.uniform()),
  }
  const orders = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((b) =>
      [0, 1, 2, 3].filter((c) => new Set([a, b, c]).size === 3).map((c) => Int32Array.of(a, b, c)),
    ),
  )
  const made = orders.map((shown) => exactPropensities(posteriors, shown))
  near(
    made.reduce((sum, { prefix }) => sum + prefix[2]!, 0),
    1,
    1e-4,
  )
  for (const position of [0, 1, 2])
    near(made.reduce((sum, { atPosition }) => sum + atPosition[position]!, 0) / 6, 1, 1e-4)
})

test('simulation agrees, on front-page click rates and on an item nothing is known of', () => {
  const posteriors = {
    alpha: Float64Array.of(188, 150, 40, 1e-6, 12),
    beta: Float64Array.of(12_500, 9000, 3000, 1e-4, 700),
  }
  const shown = Int32Array.of(1, 4, 0)
  const exact = exactPropensities(posteriors, shown)
  const drawn = rankingPropensities((rng) => thompsonDraw(posteriors, rng), shown, {
    rng: derive('agree'),
    samples: 8000,
  })
  for (const kind of ['atPosition', 'prefix'] as const)
    exact[kind].forEach((value, l) => {
      near(drawn[kind][l]!, value, 4.5 * Math.sqrt((value * (1 - value)) / 8000) + 1e-3)
    })
})

test('bad slates and options are named', () => {
  const posteriors = { alpha: Float64Array.of(1, 1), beta: Float64Array.of(1, 1) }
  assert.throws(() => exactPropensities(posteriors, Int32Array.of(2)), /position 2 is shown; candidates are 0..1/)
  assert.throws(() => exactPropensities(posteriors, Int32Array.of(0), { mass: 0 }), /mass is 0/)
})
