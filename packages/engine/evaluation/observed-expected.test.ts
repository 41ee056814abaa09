import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { effectOf, strengthOf } from './observed-expected.ts'

const near = (a: number, b: number, within: number) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)

test('a factor is drawn to 1, the more the less was expected', () => {
  assert.equal(effectOf({ observed: 30, expected: 10 }, 10).factor, 2)
  near(effectOf({ observed: 3, expected: 1 }, 10).factor, 13 / 11, 1e-12)
  assert.equal(effectOf({ observed: 0, expected: 0 }, 10).factor, 1)
})

test('the ends of the interval are the quantiles of the gamma distribution', () => {
  // Chi-squared of 50 degrees at 2.5 and 97.5 %: 32.357 and 71.420; halved and over 25.
  const { low, high } = effectOf({ observed: 15, expected: 15 }, 10)
  near(low, 0.6471, 0.002)
  near(high, 1.4284, 0.002)
})

test('cells that differ by chance alone are drawn to 1 strongly, others little', () => {
  const rng = derive('cells')
  const drawn = (mean: number): number =>
    Array.from({ length: 1000 }, () => rng.uniform()).filter((u) => u < mean / 1000).length
  const alike = Array.from({ length: 200 }, () => ({ observed: drawn(40), expected: 40 }))
  const apart = Array.from({ length: 200 }, (_, k) => ({ observed: drawn(k % 2 === 0 ? 20 : 60), expected: 40 }))
  assert.ok(strengthOf(alike) > 50, `${strengthOf(alike)}`)
  // Factors of 0.5 and 1.5 have a variance of 0.25.
  near(strengthOf(apart), 4, 1)
})

test('of 1000 true factors the interval holds at least 94 of 100', () => {
  const rng = derive('coverage')
  let held = 0
  for (let k = 0; k < 1000; k++) {
    const [factor, shows, rate] = [[0.5, 0.8, 1, 1.3, 1.8][k % 5]!, 400, 0.08]
    let observed = 0
    for (let n = 0; n < shows; n++) if (rng.uniform() < factor * rate) observed += 1
    const { low, high } = effectOf({ observed, expected: shows * rate }, 5)
    if (low <= factor && factor <= high) held += 1
  }
  assert.ok(held >= 940, `${held}`)
})

test('a strength that is no number of outcomes is refused', () => {
  assert.throws(() => effectOf({ observed: 1, expected: 1 }, 0), /strength is 0/)
})
