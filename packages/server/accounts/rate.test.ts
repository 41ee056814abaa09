import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openRate } from './rate.ts'

test('a minute’s worth at once, then what time refills, and the wait that is told is enough', () => {
  let now = 0
  const rate = openRate(() => now)
  for (let n = 0; n < 6; n++) assert.equal(rate.take('a', 6, 1).allowed, true)
  const refused = rate.take('a', 6, 1)
  assert.deepEqual(refused, { allowed: false, left: 0, waitSeconds: 10 })
  assert.equal(rate.take('b', 6, 1).allowed, true, 'another key has its own')
  now += refused.waitSeconds * 1000
  assert.equal(rate.take('a', 6, 1).allowed, true)
  assert.equal(rate.take('a', 6, 1).allowed, false)
})

test('a request larger than a minute’s worth takes all of it, and is not refused for ever', () => {
  const rate = openRate(() => 0)
  assert.equal(rate.take('a', 5, 100).allowed, true)
  assert.equal(rate.take('a', 5, 1).allowed, false)
})

test('over any time no key gets more than a minute’s worth and what time refilled', () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 20_000 }), cost: fc.integer({ min: 1, max: 5 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 120 }), (steps, perMinute) => {
      let now = 0
      let got = 0
      const rate = openRate(() => now)
      for (const { wait, cost } of steps) {
        now += wait
        if (rate.take('a', perMinute, cost).allowed) got += Math.min(cost, perMinute)
        assert.ok(got <= perMinute + (now / 60_000) * perMinute + 1e-6)
      }
    }),
    { seed: 1, numRuns: 100 },
  )
})
