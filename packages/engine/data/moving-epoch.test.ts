import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MovingEpoch } from './moving-epoch.ts'

test('sums kept on the moving scale stand in the ratio of their decayed weights, for hundreds of half-lives', () => {
  const epoch = new MovingEpoch(10)
  let [old, young] = [0, 0]
  const count = (at: number) =>
    epoch.weight(at, (factor) => {
      old *= factor
      young *= factor
    })
  old += count(3)
  young += count(23)
  for (let at = 1000; at <= 9000; at += 1000) {
    assert.ok(Math.abs(young / old - 4) < 1e-12)
    const now = count(at)
    assert.ok(now > 0 && Number.isFinite(now))
  }
  const expected = 2 ** ((3 - epoch.epoch) / 10)
  assert.ok(Math.abs(old - expected) < 1e-12 * expected)
})

test('without a half-life every event counts 1, and a half-life that cannot be is refused', () => {
  const endless = new MovingEpoch(Number.POSITIVE_INFINITY)
  assert.deepEqual([endless.weight(0, () => assert.fail()), endless.weight(1e15, () => assert.fail())], [1, 1])
  for (const halfLifeMs of [0, 0.5, Number.NaN]) assert.throws(() => new MovingEpoch(halfLifeMs), /halfLifeMs is/)
})
