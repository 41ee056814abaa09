import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listContext, maskOf, rankedOf } from '../../testing/list-scene.ts'
import type { SlateRequest } from '../slate.ts'
import { boosts } from './boosts.ts'
import { minimumRelevance } from './minimum-relevance.ts'
import { rotation } from './rotation.ts'

const four = [{}, {}, {}, {}]
const asking = (request: Partial<SlateRequest>) => listContext({ items: four, request })

test('boosts that hold for a row multiply its score, and the difference is a part', () => {
  const rules = {
    boosts: [
      { name: 'local', holds: maskOf(4, [1, 3]), factor: 3 },
      { name: 'long', holds: maskOf(4, [3, 0]), factor: 0.5 },
    ],
  }
  const after = boosts.arrange(asking({ rules }), rankedOf([8, 6, 5, -3]))
  assert.deepEqual([...after.rows], [1, 2, 0, 3])
  assert.deepEqual([...after.scores], [18, 5, 4, -2])
  assert.deepEqual(
    [...after.parts!].sort(([a], [b]) => a - b),
    [
      [0, [{ name: 'boost', contribution: -4 }]],
      [1, [{ name: 'boost', contribution: 12 }]],
      [3, [{ name: 'boost', contribution: 1 }]],
    ],
  )
  const none = [{ name: 'local', holds: maskOf(4, []), factor: 0 }]
  assert.throws(() => boosts.arrange(asking({ rules: { boosts: none } }), rankedOf([1])), /factor of local is 0/)
})

test('a factor above 1 never lowers a row, one below never lifts it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (scores, factor) => {
        const rules = { boosts: [{ name: 'b', holds: maskOf(4, [2]), factor }] }
        const after = boosts.arrange(asking({ rules }), rankedOf(scores))
        const change = after.scores[after.rows.indexOf(2)]! - scores[2]!
        assert.ok(factor >= 1 ? change >= 0 : change <= 0)
      },
    ),
    { seed: 1, numRuns: 200 },
  )
})

test('what was shown just now loses the rate, half a window ago half of it, before that nothing', () => {
  const shown = new Map([
    [0, { times: 1, firstAt: 1000 }],
    [1, { times: 4, firstAt: 500 }],
    [2, { times: 9, firstAt: 0 }],
  ])
  const request = { now: 1000, shown, rules: { rotation: { rate: 0.8, withinMs: 1000 } } }
  const after = rotation().arrange(asking(request), rankedOf([10, 9, 8, -10]))
  assert.deepEqual([...after.rows], [2, 1, 0, 3])
  assert.deepEqual(
    [...after.scores].map((score) => Math.round(score * 1e9) / 1e9),
    [8, 5.4, 2, -10],
  )
  assert.deepEqual(
    [...after.parts!].map(([row, parts]) => [row, parts[0]!.name]),
    [
      [0, 'rotation'],
      [1, 'rotation'],
    ],
  )
})

test('a recipe rotates by itself and a request goes first', () => {
  const shown = new Map([[0, { times: 1, firstAt: 1 }]])
  const stage = rotation({ rate: 0.5, withinMs: 10 })
  assert.deepEqual([...stage.arrange(asking({ shown }), rankedOf([4, 3, 2, 1])).rows], [1, 0, 2, 3])
  const rules = { rotation: { rate: 1, withinMs: 10 } }
  assert.deepEqual([...stage.arrange(asking({ shown, rules }), rankedOf([4, 3, 2, 1])).rows], [1, 2, 3, 0])
  assert.throws(() => rotation({ rate: 2, withinMs: 1 }), /rate is 2/)
  assert.throws(() => rotation({ rate: 1, withinMs: 0 }), /withinMs is 0/)
})

test('rows below the share of the best score are left out, pinned ones are not', () => {
  const ranked = rankedOf([10, 6, 5, -1])
  assert.deepEqual([...minimumRelevance(0.55).arrange(asking({}), ranked).rows], [0, 1])
  const rules = { minimumRelevance: 0.5, pins: [{ row: 3, slot: 0 }] }
  assert.deepEqual([...minimumRelevance(0.9).arrange(asking({ rules }), ranked).rows], [0, 1, 2, 3])
  assert.equal(minimumRelevance().arrange(asking({}), ranked), ranked)
  const worthless = rankedOf([-1, -2, -3, -4])
  assert.equal(minimumRelevance(0.5).arrange(asking({}), worthless), worthless)
  assert.throws(() => minimumRelevance(2), /share is 2/)
})
