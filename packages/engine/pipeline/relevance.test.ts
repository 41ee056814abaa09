import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { historyOf } from '../data/history.ts'
import { CoVisitation, coVisitation } from '../models/co-visitation.ts'
import { randomRequest, randomState, randomStateNow } from '../testing/random-state.ts'
import { personalView } from './personal.ts'
import { type Relevance, type RelevanceWeights, relevanceOf } from './relevance.ts'
import type { PipelineState, SessionColumn, SlateRequest } from './slate.ts'
import type { StageContext } from './stage.ts'

const weights: RelevanceWeights = {
  personal: 0.4,
  session: 0.3,
  popularity: 0.1,
  recent: 0.1,
  freshness: 0.1,
  freshnessHalfLifeMs: 86_400_000,
}
const [rows, size] = [Int32Array.from({ length: 40 }, (_, k) => 2 * k), 80]
const plain = randomState({ seed: 3, rows: size, modelItems: 60 })

/** Row 2k is followed by row 2k + 2 in every visit. */
function visits(explains: boolean): SessionColumn {
  const model = new CoVisitation(plain.catalogue.items, coVisitation.defaults)
  for (let k = 0; k < 30; k++)
    for (const step of [0, 2])
      model.observe({ session: `${k}`, row: 2 * k + step, at: randomStateNow - 9000 + k * 100 + step })
  return {
    scoreRows: (history, asked) => Float32Array.from(model.scoreRows(history, asked)),
    neighbours: (history, limit) => model.neighbours(history, limit),
    ...(explains && { eachContribution: (history, row, visit) => model.eachContribution(history, row, visit) }),
  }
}

function contextOf(state: PipelineState, history = [4, 8]): StageContext {
  const request: SlateRequest = {
    ...randomRequest(state, { seed: 3, historyItems: 0 }),
    now: randomStateNow,
    history: historyOf(history.map((row, k) => ({ row, at: k }))),
  }
  return { request, state, refused: new Uint8Array(size), personal: () => personalView(request, state) } as StageContext
}

const sumOf = (of: Relevance, k: number): number =>
  [...of.causes(k).contributions, ...of.parts(k)].reduce((sum, { contribution }) => sum + contribution, 0)

test('contributions and parts of every candidate sum to its score', () => {
  for (const explains of [true, false]) {
    const state = { ...plain, sessions: visits(explains), recent: { strength: plain.popularity.strength.toReversed() } }
    const made = relevanceOf(contextOf(state), rows, weights)
    for (let k = 0; k < rows.length; k++) assert.ok(Math.abs(sumOf(made, k) - made.scores[k]!) < 1e-7, `candidate ${k}`)
  }
})

test('what follows the history in visits of others is said to come from the history, once per item', () => {
  const made = relevanceOf(contextOf({ ...plain, sessions: visits(true), personal: null }), rows, weights)
  assert.deepEqual(
    made.causes(3).contributions.map(({ row }) => row), // row 6 follows row 4
    [4],
  )
  assert.ok(Math.abs(made.causes(3).contributions[0]!.contribution - made.personal(3)) < 1e-7) // visits are asked in single precision
  const both = relevanceOf(contextOf({ ...plain, sessions: visits(true) }), rows, weights)
  const causes = both.causes(3).contributions.map(({ row }) => row)
  assert.deepEqual(causes, [...new Set(causes)])
})

test('multiplying a component by any factor changes no score', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), (power) => {
      const strength = plain.popularity.strength.map((value) => value * 2 ** power)
      const [before, after] = [plain, { ...plain, popularity: { strength } }].map((state) =>
        relevanceOf(contextOf(state), rows, weights),
      )
      assert.deepEqual(after!.scores, before!.scores)
    }),
    { seed: 20_261_125 },
  )
})

test('without a count of the last hours its weight goes to popularity', () => {
  const shared = relevanceOf(contextOf(plain), rows, weights)
  const moved = relevanceOf(contextOf(plain), rows, { ...weights, recent: 0, popularity: 0.2 })
  shared.scores.forEach((score, k) => {
    assert.ok(Math.abs(score - moved.scores[k]!) < 1e-12)
  })
})

test('where every candidate is old, freshness says next to nothing', () => {
  const late = contextOf(plain)
  const context = { ...late, request: { ...late.request, now: randomStateNow + 400 * 86_400_000 } }
  const made = relevanceOf(context, rows, weights)
  assert.ok(Math.max(...rows.map((_, k) => made.parts(k)[1]!.contribution)) < 1e-9)
})
