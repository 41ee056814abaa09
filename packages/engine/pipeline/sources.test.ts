import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { historyOf } from '../data/history.ts'
import { Popularity } from '../models/popularity.ts'
import { derive } from '../random/random.ts'
import { randomServingRequest, randomServingState } from '../testing/random-serving.ts'
import { randomStateNow } from '../testing/random-state.ts'
import { personalView } from './personal.ts'
import { resurfacing } from './resurfacing.ts'
import type { PipelineState, SlateRequest } from './slate.ts'
import { corpus, exploration, followedTopics, fresh, popular, sections, sessionNeighbours, similar } from './sources.ts'
import type { Source, StageContext } from './stage.ts'

const states = [0, 1, 2].map((seed) => randomServingState({ seed, rows: 200 + 100 * seed, modelItems: 50 * seed }))
const sourcesOf = (limit: number): Source[] => [
  corpus(limit),
  sections(limit),
  popular(limit),
  similar(limit),
  sessionNeighbours(limit),
  fresh(limit),
  followedTopics(limit),
  exploration(limit, { newest: 40, drawn: 20 }),
  resurfacing({ perDay: limit }).source,
]

function contextOf(state: PipelineState, asked: { seed: number; historyItems?: number; share?: number }): StageContext {
  const request = randomServingRequest(state, { seed: asked.seed, historyItems: asked.historyItems ?? 10 })
  const rng = derive(asked.seed, 'refused')
  const refused = Uint8Array.from(state.catalogue.items.ids, () => (rng.uniform() < (asked.share ?? 0) ? 1 : 0))
  return { request, state, refused, personal: () => personalView(request, state) }
}

test('a source proposes rows that no filter refused, each once, best first, at most as many as asked for', () => {
  const met = new Set<string>()
  fc.assert(
    fc.property(
      fc.constantFrom(...states),
      fc.record({ seed: fc.nat(500), historyItems: fc.nat(20), share: fc.constantFrom(0, 0.3, 0.9, 1) }),
      fc.integer({ min: 1, max: 60 }),
      (state, asked, limit) => {
        const context = contextOf(state, asked)
        for (const source of sourcesOf(limit)) {
          const { rows, scores } = source.propose(context)
          assert.equal(new Set(rows).size, rows.length, source.name)
          assert.ok(rows.length <= limit && rows.length === scores.length, source.name)
          assert.ok(
            rows.every((row) => context.refused[row] === 0),
            source.name,
          )
          assert.ok(
            scores.every((score, k) => Number.isFinite(score) && !(score > scores[k - 1]!)),
            source.name,
          )
          const again = source.propose(contextOf(state, asked))
          assert.deepEqual(again, { rows, scores }, source.name)
          if (rows.length > 0) met.add(source.name)
        }
      },
    ),
    { seed: 8, numRuns: 60 },
  )
  assert.equal(met.size, sourcesOf(1).length) // none of them only ever proposed nothing
})

test('the popular rows are those of looking at all, while counts change', () => {
  const state = states[2]!
  const counts = new Popularity(state.catalogue.items, { halfLifeMs: 3_600_000 })
  const rng = derive('counts')
  for (let k = 0; k < 300; k++) {
    counts.observe({ row: Math.floor(rng.uniform() ** 2 * 400), at: randomStateNow + k * 40_000, weight: 1 })
    if (k % 7 === 0)
      counts.forget({ row: Math.floor(rng.uniform() ** 2 * 400), at: randomStateNow + k * 30_000, weight: 1 })
    if (k % 10 !== 0) continue
    const context = contextOf(state, { seed: k, share: k % 3 === 0 ? 0.9 : 0.1 })
    const inState = (popularity: PipelineState['popularity']) => ({ ...context, state: { ...state, popularity } })
    assert.deepEqual(popular(30).propose(inState(counts)), popular(30).propose(inState({ strength: counts.strength })))
  }
})

test('sections take turns in the order of their editors', () => {
  const state = {
    ...states[0]!,
    sections: [[4, 2, 9, 8], [], [2, 7], [5]].map((rows, k) => ({ name: `${k}`, rows: Int32Array.from(rows) })),
  }
  const context = contextOf(state, { seed: 1 })
  context.refused[9] = 1
  assert.deepEqual(sections(10).propose(context).rows, Int32Array.of(4, 2, 5, 8, 7))
  assert.deepEqual(sections(3).propose(context).rows, Int32Array.of(4, 2, 5))
})

const rowsIn = (state: PipelineState, topics: readonly number[]) =>
  [...state.catalogue.items.ids.keys()].filter((row) => topics.includes(state.catalogue.topic[row]!))

test('of each followed topic come the newest and the most popular in turn, and nothing of another topic', () => {
  const state = states[2]!
  const context = contextOf(state, { seed: 3 })
  const following = (topics: number[]) => ({
    ...context,
    request: { ...context.request, followedTopics: new Set(topics) } as SlateRequest,
  })
  const { addedAt } = state.catalogue
  const newest = (topic: number) => rowsIn(state, [topic]).reduce((a, b) => (addedAt[b]! > addedAt[a]! ? b : a))
  const strongest = (topic: number) =>
    rowsIn(state, [topic]).reduce((a, b) => (state.popularity.strength[b]! > state.popularity.strength[a]! ? b : a))
  assert.deepEqual(
    followedTopics(4).propose(following([5, 2])).rows,
    Int32Array.of(newest(2), strongest(2), newest(5), strongest(5)),
  )
  const all = followedTopics(1000).propose(following([5, 2])).rows
  assert.deepEqual(
    [...all].sort((a, b) => a - b),
    rowsIn(state, [2, 5]),
  )
  assert.deepEqual(followedTopics(10).propose(following([])).rows, new Int32Array(0))
})

test('what others went on to comes from the visit, and from nothing without one', () => {
  const context = contextOf(states[1]!, { seed: 4, historyItems: 0 })
  assert.equal(sessionNeighbours(10).propose(context).rows.length, 0)
  const asked: SlateRequest = { ...context.request, history: historyOf([{ row: 7, at: 1 }]) }
  const near = sessionNeighbours(10).propose({ ...context, request: asked })
  assert.deepEqual(near.rows, states[1]!.sessions!.neighbours(asked.history, 10))
  assert.equal(sessionNeighbours(10).propose({ ...context, state: { ...states[1]!, sessions: null } }).rows.length, 0)
})

test('exploration proposes what was shown least before what was shown often', () => {
  const context = contextOf(states[1]!, { seed: 5 })
  const shows = (row: number) => (row % 3 === 0 ? 0 : 1000)
  const engagement = {
    posteriors: (rows: Int32Array) => ({
      alpha: Float64Array.from(rows, (row) => 1 + 0.1 * shows(row)),
      beta: Float64Array.from(rows, (row) => 9 + 0.9 * shows(row)),
    }),
  }
  const { rows } = exploration(80, { newest: 100, drawn: 50 }).propose({
    ...context,
    state: { ...states[1]!, engagement },
  })
  const firstOften = rows.findIndex((row) => shows(row) > 0)
  assert.ok(firstOften > 20)
  assert.ok(rows.subarray(firstOften).every((row) => shows(row) > 0))
})

test('without any count lots decide what is explored, and old items are among them', () => {
  const state = { ...states[2]!, engagement: null }
  const drawn = [1, 2, 3].map((seed) => exploration(20).propose(contextOf(state, { seed })).rows)
  assert.notDeepEqual(drawn[0], drawn[1])
  const { newestFirst } = state.catalogue
  const many = exploration(120, { newest: 50, drawn: 70 }).propose(contextOf(state, { seed: 1 })).rows
  assert.ok(many.some((row) => newestFirst.indexOf(row) > 200))
})

test('an empty catalogue has nothing to propose', () => {
  const empty = randomServingState({ seed: 'empty', rows: 0, modelItems: 0 })
  const request = { ...contextOf(states[0]!, { seed: 1 }).request, saved: [], history: historyOf([]) }
  const context = { request, state: empty, refused: new Uint8Array(0), personal: () => null }
  for (const source of sourcesOf(5)) assert.equal(source.propose(context).rows.length, 0, source.name)
})
