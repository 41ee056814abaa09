import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { createCatalogue } from './catalogue.ts'
import { nothingKnown } from './priorities.ts'
import { run } from './run.ts'
import { segmentValue } from './segment-value.ts'
import type { PipelineState, SlateRequest } from './slate.ts'
import { corpus } from './sources.ts'
import type { Recipe } from './stage.ts'
import { editorialValue, popularValue } from './value.ts'

const day = 86_400_000
const now = 100 * day
const catalogue = createCatalogue(
  ['sport', 'sport', 'art', 'art'].map((topic, row) => ({ item: `i${row}`, topic, addedAt: now - 90 * day })),
)
const state: PipelineState = {
  ...nothingKnown,
  catalogue,
  popularity: { strength: Float64Array.of(0, 3, 2, 1) },
  personal: null,
  editorialOrder: Int32Array.of(0, 1, 2, 3),
}
const none: ReadonlySet<number> = new Set()
const request: SlateRequest = {
  surface: 'home',
  take: 4,
  now,
  seed: 1,
  history: emptyHistory,
  seen: none,
  blocked: { publishers: none, topics: none, items: none },
}
const weights = { popularity: 0.9, freshness: 0.1, freshnessHalfLifeMs: day }
const recipe: Recipe = {
  name: 'test',
  version: '1',
  filters: [],
  sources: [corpus(10)],
  scorers: [segmentValue(weights), popularValue(weights), editorialValue],
  rerank: [],
}
const rows = (made: ReturnType<typeof run>): number[] => made.items.map(({ row }) => row)

test('what is popular in the topics of the history comes first, and says so; scores are the sum of their parts', () => {
  const art = historyOf([
    { row: 3, at: now - 1 },
    { row: 2, at: now - 2 },
  ])
  const made = run(recipe, { ...request, history: art }, state)
  assert.deepEqual([made.rung, rows(made)[0]], ['segment', 2])
  assert.equal(made.items[0]!.reason.kind, 'popular-in-topic')
  for (const { score, reason } of made.items)
    assert.ok(Math.abs(score - reason.parts.reduce((sum, { contribution }) => sum + contribution, 0)) < 1e-12)
  const sport = run(recipe, { ...request, history: historyOf([{ row: 0, at: now }]) }, state)
  assert.equal(rows(sport)[0], 1)
})

test('a followed topic speaks without a history', () => {
  const art = catalogue.topics.row('art')
  const made = run(recipe, { ...request, followedTopics: new Set([art]) }, state)
  assert.deepEqual([made.rung, rows(made)[0]], ['segment', 2])
})

test('an item that is opened more in the region rises there', () => {
  const engagement = {
    posteriors: (asked: Int32Array) => ({
      alpha: Float64Array.from(asked, (row) => (row === 2 ? 9 : 1)),
      beta: Float64Array.from(asked, () => 10),
    }),
  }
  const made = run(recipe, { ...request, region: 'DE' }, { ...state, engagement })
  assert.deepEqual([made.rung, rows(made)[0]], ['segment', 2])
})

test('of whom nothing is known, and where nobody read anything, the next rung answers', () => {
  assert.equal(run(recipe, request, state).rung, 'popular')
  const silent = { ...state, popularity: { strength: new Float64Array(4) } }
  assert.equal(run(recipe, { ...request, history: historyOf([{ row: 0, at: now }]) }, silent).rung, 'editorial')
})
