import assert from 'node:assert/strict'
import { test } from 'node:test'
import { betaPosteriors, priorOf } from './beta-posterior.ts'
import { believedOfUnshown, newItems, withoutLateOptimism } from './new-items.ts'

const prior = priorOf(0.05, 100)
/** Never shown, a few shows, many shows; each of them young, then old. */
const posteriors = betaPosteriors(
  {
    shows: Float64Array.of(0, 50, 5000, 0, 50, 5000),
    clicks: Float64Array.of(0, 2, 100, 0, 2, 100),
  },
  prior,
)
const times = { addedAt: Float64Array.of(90, 90, 90, 10, 10, 10), now: 100, youngMs: 50 }

test('an item is new while it is young and its shows do not outweigh the prior', () => {
  assert.deepEqual([...newItems(posteriors, times)], [1, 1, 0, 0, 0, 0])
  assert.deepEqual([...newItems(posteriors, { ...times, priorTimes: 0.1 })], [1, 0, 0, 0, 0, 0])
})

test('an old item hardly shown keeps a share of the prior’s clicks and all of its own', () => {
  const { alpha, beta } = withoutLateOptimism(posteriors, { ...times, share: 0.4 })
  assert.deepEqual(beta, posteriors.beta)
  assert.deepEqual([...alpha.subarray(0, 3), alpha[5]], [...posteriors.alpha.subarray(0, 3), posteriors.alpha[5]])
  assert.ok(Math.abs(alpha[3]! - 0.4 * prior.alpha) < 1e-12)
  assert.ok(Math.abs(alpha[4]! - (2 + 0.4 * prior.alpha)) < 1e-12)
  assert.throws(() => withoutLateOptimism(posteriors, { ...times, share: 0 }), /share is 0/)
})

test('where nobody says what is believed of an item never shown, the least shown one speaks', () => {
  assert.deepEqual(believedOfUnshown(posteriors), prior)
  const { alpha, beta } = posteriors
  assert.deepEqual(believedOfUnshown({ alpha, beta }), { alpha: alpha[0], beta: beta[0] })
})
