import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LeadingRows } from './leading-rows.ts'

const change = fc.record({ row: fc.nat(11), by: fc.integer({ min: -3, max: 4 }), ask: fc.boolean() })

test('the leading rows are those of sorting everything, whatever rose and fell', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.integer({ min: 1, max: 14 }), (changes, limit) => {
      const scores = new Float64Array(12)
      const kept = new LeadingRows(scores, limit)
      for (const { row, by, ask } of changes) {
        const before = scores[row]!
        scores[row] = Math.max(0, before + by)
        if (scores[row] > before) kept.rose(row)
        else if (scores[row] < before) kept.fell(row)
        if (!ask) continue
        const positive = [...scores.keys()].filter((one) => scores[one]! > 0)
        positive.sort((a, b) => scores[b]! - scores[a]! || a - b)
        const { rows, complete } = kept.leading()
        assert.deepEqual([...rows], positive.slice(0, limit))
        assert.ok(!complete || positive.length <= limit)
        if (positive.length < Math.min(limit, 12)) assert.ok(complete)
      }
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('a change of all scores at once is looked at once', () => {
  const scores = Float64Array.of(3, 2, 1)
  const kept = new LeadingRows(scores, 2)
  assert.deepEqual(kept.leading().rows, Int32Array.of(0, 1))
  scores.set([1, 1, 1])
  kept.fell()
  assert.deepEqual(kept.leading().rows, Int32Array.of(0, 1))
  scores.set([0, 0, 1])
  kept.fell()
  assert.deepEqual(kept.leading(), { rows: Int32Array.of(2), complete: true })
})

test('nothing leads in an empty array, and a limit that cannot be is named', () => {
  assert.deepEqual(new LeadingRows(new Float64Array(0), 5).leading().rows, new Int32Array(0))
  assert.throws(() => new LeadingRows(new Float64Array(1), 0), /limit is 0/)
})
