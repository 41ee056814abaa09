import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RollingSums } from './rolling-sums.ts'

function counted(options: { bucketMs: number; buckets: number }) {
  const sums = new Map<number, number>()
  const rolling = new RollingSums(options, (key, amount) => sums.set(key, (sums.get(key) ?? 0) + amount))
  return { rolling, sums: () => new Map([...sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => a - b)) }
}

test('the sums are those of the events whose bucket is in the window, in whatever order they come', () => {
  const event = fc.record({
    key: fc.nat(3),
    amount: fc.integer({ min: 1, max: 5 }),
    at: fc.nat(100),
    move: fc.nat(120),
  })
  fc.assert(
    fc.property(fc.array(event), fc.nat(120), (events, end) => {
      const { rolling, sums } = counted({ bucketMs: 10, buckets: 3 })
      let now = 0
      for (const { key, amount, at, move } of events) {
        now = Math.max(now, move % 60)
        rolling.moveTo(now)
        rolling.add(key, amount, at)
      }
      now = Math.max(now, end)
      rolling.moveTo(now)
      const expected = new Map<number, number>()
      for (const { key, amount, at } of events)
        if (Math.floor(at / 10) > Math.floor(now / 10) - 3) expected.set(key, (expected.get(key) ?? 0) + amount)
      assert.deepEqual(sums(), new Map([...expected].sort(([a], [b]) => a - b)))
    }),
    { seed: 5 },
  )
})

test('a clock that goes back brings nothing back', () => {
  const { rolling, sums } = counted({ bucketMs: 10, buckets: 1 })
  rolling.add(1, 1, 5)
  rolling.moveTo(25)
  rolling.moveTo(5)
  rolling.add(1, 1, 5)
  assert.equal(sums().size, 0)
})
