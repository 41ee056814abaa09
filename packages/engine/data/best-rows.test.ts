import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BestRows } from './best-rows.ts'

const naive = (offered: readonly number[], scores: Float64Array, limit: number): number[] =>
  [...new Set(offered)]
    .filter((row) => scores[row]! > 0)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, limit)

test('the best of what was offered come out, each once, best first, ties by lower row', () => {
  const row = fc.integer({ min: 0, max: 39 })
  const cases = fc.record({
    scores: fc.array(fc.integer({ min: -2, max: 6 }), { minLength: 40, maxLength: 40 }),
    offers: fc.array(fc.array(row, { maxLength: 60 }), { maxLength: 5 }),
    limit: fc.integer({ min: 0, max: 12 }),
  })
  fc.assert(
    fc.property(cases, ({ scores, offers, limit }) => {
      const of = Float64Array.from(scores)
      const best = new BestRows(limit, of)
      for (const rows of offers) best.offer(Int32Array.from(rows))
      assert.deepEqual([...best.take()], naive(offers.flat(), of, limit))
    }),
    { seed: 1, numRuns: 300 },
  )
})
