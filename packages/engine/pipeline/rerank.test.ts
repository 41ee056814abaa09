import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyHistory } from '../data/history.ts'
import { createCatalogue } from './catalogue.ts'
import { explore } from './explore.ts'
import { nothingKnown } from './priorities.ts'
import type { SlateRequest } from './slate.ts'
import { spread } from './spread.ts'
import type { Ranked, StageContext } from './stage.ts'

const none = { publishers: new Set<number>(), topics: new Set<number>(), items: new Set<number>() }

function contextOf(
  items: readonly { publisher: string | null; topic: string | null }[],
  seed: number,
  take: number,
): StageContext {
  const catalogue = createCatalogue(items.map((item, row) => ({ item: `${row}`, addedAt: 0, ...item })))
  const request: SlateRequest = {
    surface: 'home',
    take,
    now: 1,
    seed,
    history: emptyHistory,
    seen: new Set(),
    blocked: none,
  }
  const popularity = { strength: new Float64Array(items.length) }
  const state = { ...nothingKnown, catalogue, popularity, personal: null, editorialOrder: new Int32Array(0) }
  return { request, state, refused: new Uint8Array(items.length), personal: () => null }
}

function rankedOf(scores: readonly number[]): Ranked {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b)
  return {
    rows: Int32Array.from(order),
    scores: Float64Array.from(order, (k) => scores[k]!),
    propensities: new Float64Array(scores.length).fill(1),
    explored: new Uint8Array(scores.length),
  }
}

/** The rule as it is written, all rows looked at for each slot. */
function naiveSpread(context: StageContext, ranked: Ranked, weights: { publisher: number; topic: number }): number[] {
  const { publisher, topic } = context.state.catalogue
  const left = Array.from(ranked.rows, (row, k) => ({ row, score: ranked.scores[k]! }))
  const floor = Math.min(...ranked.scores)
  const list: number[] = []
  const above = (column: Int32Array, row: number) =>
    column[row]! < 0 ? 0 : list.filter((other) => column[other] === column[row]).length
  while (left.length > 0 && list.length < context.request.take) {
    const value = left.map(
      ({ row, score }) =>
        (score - floor) * weights.publisher ** above(publisher, row) * weights.topic ** above(topic, row),
    )
    const best = value.indexOf(Math.max(...value))
    list.push(left.splice(best, 1)[0]!.row)
  }
  return [...list, ...left.map(({ row }) => row)]
}

test('spread is the greedy rule as written', () => {
  const item = fc.record({
    publisher: fc.constantFrom(null, 'p', 'q'),
    topic: fc.constantFrom(null, 's', 't', 'u'),
    score: fc.integer({ min: -8, max: 8 }),
  })
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 35 }), (items, take) => {
      const context = contextOf(items, 0, take)
      const ranked = rankedOf(items.map((one) => one.score))
      const weights = { publisher: 0.5, topic: 0.25 } // powers of two: both sides multiply exactly
      assert.deepEqual(Array.from(spread(weights).arrange(context, ranked).rows), naiveSpread(context, ranked, weights))
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('a second item of a publisher waits for nearly as good ones of others', () => {
  const context = contextOf(
    [
      { publisher: 'p', topic: 's' },
      { publisher: 'p', topic: 't' },
      { publisher: 'q', topic: 'u' },
      { publisher: 'r', topic: 'v' },
    ],
    0,
    3,
  )
  const after = spread({ publisher: 0.5, topic: 1 }).arrange(context, rankedOf([10, 9, 8, 0]))
  assert.deepEqual(after.rows, Int32Array.of(0, 2, 1, 3))
  assert.deepEqual(after.scores, Float64Array.of(10, 8, 9, 0))
})

test('weights of 1 change nothing, weights outside 0..1 are refused by name', () => {
  const ranked = rankedOf([3, 1, 2])
  const context = contextOf(new Array(3).fill({ publisher: 'p', topic: 't' }), 0, 3)
  assert.deepEqual(spread({ publisher: 1, topic: 1 }).arrange(context, ranked), ranked)
  assert.throws(() => spread({ publisher: 1.5, topic: 1 }), /publisher is 1.5/)
})

const twenty = new Array(20).fill({ publisher: null, topic: null })

test('exploration keeps every row once and leaves the first slots alone', () => {
  const ranked = rankedOf(twenty.map((_, k) => -k))
  for (let seed = 0; seed < 50; seed++) {
    const after = explore({ share: 0.5, fromSlot: 3 }).arrange(contextOf(twenty, seed, 10), ranked)
    assert.deepEqual(
      Array.from(after.rows).sort((a, b) => a - b),
      Array.from(ranked.rows),
    )
    assert.deepEqual(after.rows.subarray(0, 3), Int32Array.of(0, 1, 2))
    assert.deepEqual(after.propensities.subarray(0, 3), Float64Array.of(1, 1, 1))
  }
})

test('stated propensities are the frequencies with which rows appear', () => {
  const ranked = rankedOf(twenty.map((_, k) => -k))
  const shown = new Map<number, { times: number; propensity: number }>()
  const runs = 20_000
  for (let seed = 0; seed < runs; seed++) {
    const { rows, propensities } = explore({ share: 0.4 }).arrange(contextOf(twenty, seed, 1), ranked)
    const known = shown.get(rows[0]!) ?? { times: 0, propensity: propensities[0]! }
    assert.equal(propensities[0], known.propensity)
    shown.set(rows[0]!, { ...known, times: known.times + 1 })
  }
  assert.equal(shown.size, 20)
  for (const { times, propensity } of shown.values())
    assert.ok(Math.abs(times / runs - propensity) < 4 * Math.sqrt((propensity * (1 - propensity)) / runs))
})

test('an explored row is marked, and a share of 1 is refused', () => {
  const ranked = rankedOf(twenty.map((_, k) => -k))
  const after = explore({ share: 0.9 }).arrange(contextOf(twenty, 3, 10), ranked)
  assert.ok(after.explored.some((flag) => flag === 1))
  assert.throws(() => explore({ share: 1 }), /share is 1/)
})
