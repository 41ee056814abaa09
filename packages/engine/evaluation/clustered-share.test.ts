import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { clusteredShare } from './clustered-share.ts'

/** Bunches as sets of kinds. */
function shareOf(bunches: readonly (readonly number[])[], kind: number) {
  const holding = bunches.filter((bunch) => bunch.includes(kind))
  const size = (of: readonly (readonly number[])[]): number => of.reduce((sum, { length }) => sum + length, 0)
  const allSquared = bunches.reduce((sum, { length }) => sum + length * length, 0)
  return clusteredShare({ holders: holding.length, inHolders: size(holding), all: size(bunches), allSquared })
}

test('with one thing in each bunch it is the share of a binomial', () => {
  const { share, low, high } = shareOf(
    Array.from({ length: 400 }, (_, k) => [k % 4]),
    0,
  )
  assert.equal(share, 0.25)
  const reach = 1.959964 * Math.sqrt((0.25 * 0.75) / 400)
  assert.ok(Math.abs(high - 0.25 - reach) < 1e-9 && Math.abs(0.25 - low - reach) < 1e-9)
})

test('of 500 samples the interval holds the true share in 93 to 97 of 100', () => {
  const rng = derive('bunches')
  // Each bunch holds kind 0 with 0.3, kinds 1 to 4 with 0.5 each: 0.3 of 2.3 things.
  const chances = [0.3, 0.5, 0.5, 0.5, 0.5]
  let held = 0
  for (let sample = 0; sample < 500; sample++) {
    const bunches = Array.from({ length: 150 }, () =>
      chances.flatMap((chance, kind) => (rng.uniform() < chance ? [kind] : [])),
    )
    const { low, high } = shareOf(bunches, 0)
    if (low <= 0.3 / 2.3 && 0.3 / 2.3 <= high) held += 1
  }
  assert.ok(held >= 465 && held <= 490, `${held}`)
})

test('of nothing nothing is known', () => {
  assert.deepEqual(clusteredShare({ holders: 0, inHolders: 0, all: 0, allSquared: 0 }), { share: 0, low: 0, high: 1 })
})
