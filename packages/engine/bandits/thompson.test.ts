import assert from 'node:assert/strict'
import { test } from 'node:test'
import { topRows } from '../data/top-rows.ts'
import { derive } from '../random/random.ts'
import { betaPosteriors } from './beta-posterior.ts'
import { Engagement } from './engagement.ts'
import { rankingPropensities } from './ranking-propensities.ts'
import { thompsonDraw } from './thompson.ts'

const rows = Int32Array.of(0, 1, 2, 3, 4)

test('the best of five items is found, and every item was tried', () => {
  const rates = [0.05, 0.1, 0.3, 0.15, 0.1]
  const rng = derive('arms')
  const engagement = new Engagement()
  let late = 0
  for (let round = 0; round < 3000; round++) {
    const posteriors = betaPosteriors(engagement.counts(rows, round), { alpha: 1, beta: 1 })
    const row = topRows(thompsonDraw(posteriors, rng), 1)[0]!
    engagement.observe({ row, at: round, shows: 1, clicks: rng.uniform() < rates[row]! ? 1 : 0 })
    if (round >= 2000 && row === 2) late++
  }
  assert.ok(late > 900, `${late} of the last 1000`)
  assert.ok(engagement.counts(rows, 3000).shows.every((shows) => shows >= 5))
})

test('with decay a new best item is found although the old one has a long record', () => {
  const rng = derive('change')
  const share = (halfLifeMs: number) => {
    const engagement = new Engagement({ halfLifeMs })
    let late = 0
    for (let round = 0; round < 3000; round++) {
      const rates = round < 2000 ? [0.5, 0.2] : [0.1, 0.2]
      const posteriors = betaPosteriors(engagement.counts(rows.subarray(0, 2), round), { alpha: 1, beta: 1 })
      const row = topRows(thompsonDraw(posteriors, rng), 1)[0]!
      engagement.observe({ row, at: round, shows: 1, clicks: rng.uniform() < rates[row]! ? 1 : 0 })
      if (round >= 2200 && row === 1) late++
    }
    return late / 800
  }
  const [fading, plain] = [share(100), share(Number.POSITIVE_INFINITY)]
  assert.ok(fading > 0.6 && plain < 0.5 * fading, `${fading} against ${plain}`)
})

/** P(Beta(a, b) > Beta(c, d)) for whole a (Miller 2015): the sum over k < a of B(c + k, d + b) / ((b + k) B(1 + k, b) B(c, d)). */
function firstWins([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number {
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
  const B = (x: number, y: number) => (factorial(x - 1) * factorial(y - 1)) / factorial(x + y - 1)
  let sum = 0
  for (let k = 0; k < a; k++) sum += B(c + k, d + b) / ((b + k) * B(1 + k, b) * B(c, d))
  return sum
}

test('propensities of two items agree with the closed form', () => {
  const [first, second] = [
    [3, 5],
    [2, 6],
  ] as const
  const posteriors = { alpha: Float64Array.of(3, 2), beta: Float64Array.of(5, 6) }
  const draw = (rng: ReturnType<typeof derive>) => thompsonDraw(posteriors, rng)
  const made = rankingPropensities(draw, Int32Array.of(0, 1), { rng: derive('p'), samples: 20_000 })
  const exact = firstWins(first, second)
  assert.ok(Math.abs(firstWins(first, second) + firstWins(second, first) - 1) < 1e-12)
  for (const value of [made.atPosition[0]!, made.atPosition[1]!, made.prefix[0]!, made.prefix[1]!])
    assert.ok(Math.abs(value - exact) < 0.015, `${value} against ${exact}`)
})

test('equal items are shown equally often: 1/5 at a position, 1/20 for a pair; no slate has propensity 0', () => {
  const posteriors = { alpha: new Float64Array(5).fill(2), beta: new Float64Array(5).fill(9) }
  const { atPosition, prefix } = rankingPropensities((rng) => thompsonDraw(posteriors, rng), Int32Array.of(4, 1), {
    rng: derive('equal'),
    samples: 10_000,
  })
  assert.ok(Math.abs(atPosition[0]! - 0.2) < 0.02 && Math.abs(atPosition[1]! - 0.2) < 0.02)
  assert.ok(Math.abs(prefix[0]! - 0.2) < 0.02 && Math.abs(prefix[1]! - 0.05) < 0.011)
  const hopeless = { alpha: Float64Array.of(1, 1000), beta: Float64Array.of(1000, 1) }
  const rare = rankingPropensities((rng) => thompsonDraw(hopeless, rng), Int32Array.of(0), {
    rng: derive(1),
    samples: 9,
  })
  assert.equal(rare.prefix[0], 1 / 10)
  assert.throws(() => rankingPropensities(() => rows as never, rows, { rng: derive(1), samples: 0 }), /samples is 0/)
})
