import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { topRows } from './top-rows.ts'

function naive(scores: Float32Array, take: number, refused: Uint8Array): number[] {
  return Array.from(scores.keys())
    .filter((row) => refused[row] === 0 && scores[row]! > Number.NEGATIVE_INFINITY)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, take)
}

test('the best rows are those of a full sort, ties by lower row', () => {
  const score = fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  )
  const cell = fc.record({ score, refused: fc.boolean() })
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 80 }), fc.nat(90), (cells, take) => {
      const scores = Float32Array.from(cells, (one) => one.score)
      const refused = Uint8Array.from(cells, (one) => Number(one.refused))
      assert.deepEqual(Array.from(topRows(scores, take, refused)), naive(scores, take, refused))
    }),
    { seed: 5, numRuns: 500 },
  )
})
