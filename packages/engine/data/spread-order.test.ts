import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { spreadOrder } from './spread-order.ts'

test('the order is that of comparing every position at every slot', () => {
  const rng = derive('spread')
  for (let round = 0; round < 40; round++) {
    const size = 1 + rng.integer(30)
    const worth = Array.from({ length: size }, () => rng.integer(20)).sort((a, b) => b - a)
    const group = (left: number) => ({ codes: worth.map(() => rng.integer(5) - 1), left, above: [0, 2, -1, 2] })
    const groups = [group(0.7), group(0.2)]
    const take = rng.integer(size + 1)
    const order = spreadOrder(worth, groups, take)
    const placed: number[] = []
    for (let slot = 0; slot < take; slot++) {
      const worthOf = (k: number) =>
        groups.reduce((value, { codes, left, above }) => {
          const before = [...above, ...placed.map((p) => codes[p]!)].filter((code) => code >= 0 && code === codes[k])
          return before.reduce((rest) => rest * left, value)
        }, worth[k]!)
      const open = worth.map((_, k) => k).filter((k) => !placed.includes(k))
      const most = Math.max(...open.map(worthOf))
      // Products in another order of factors may differ in their last bit.
      const best = open.find((k) => worthOf(k) >= most - 1e-12)!
      assert.ok(Math.abs(worthOf(order[slot]!) - worthOf(best)) < 1e-12, `round ${round}, slot ${slot}`)
      placed.push(order[slot]!)
    }
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      [...worth.keys()],
    )
    assert.deepEqual(
      [...order.subarray(take)],
      [...order.subarray(take)].sort((a, b) => a - b),
    )
  }
})
