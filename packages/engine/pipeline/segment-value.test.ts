import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { createCatalogue } from './catalogue.ts'
import { clickRateValue } from './click-rate-value.ts'
import { nothingKnown } from './priorities.ts'
import { run } from './run.ts'
import { segmentValue } from './segment-value.ts'
import type { PipelineState, SlateRequest } from './slate.ts'
import { corpus } from './sources.ts'
import type { Recipe } from './stage.ts'

const topics = ['art', 'art', 'food', 'food', 'tech']
const catalogue = createCatalogue(topics.map((topic, row) => ({ item: `i${row}`, topic, addedAt: 0 })))
const state: PipelineState = {
  ...nothingKnown,
  catalogue,
  popularity: { strength: Float64Array.of(4, 2, 3, 1, 0) },
  personal: null,
  editorialOrder: Int32Array.of(0, 1, 2, 3, 4),
}
const none: ReadonlySet<number> = new Set()
const request: SlateRequest = {
  surface: 'home',
  take: 5,
  now: 1,
  seed: 1,
  history: emptyHistory,
  seen: none,
  blocked: { publishers: none, topics: none, items: none },
}
const recipe: Recipe = {
  name: 'segment',
  version: '1',
  filters: [],
  sources: [corpus(5)],
  scorers: [segmentValue({ interest: 0.6, popularity: 0.4 })],
  rerank: [],
}

test('what is popular in the topics of a history comes first, and owes it to those items', () => {
  const history = historyOf([
    { row: 3, at: 1, weight: 1 },
    { row: 2, at: 2, weight: 2 },
    { row: 0, at: 3, weight: 1 },
  ])
  const { items, rung } = run(recipe, { ...request, history }, state)
  assert.equal(rung, 'segment')
  const food = items.find(({ row }) => row === 2)!
  assert.ok(Math.abs(food.score - 0.3 * (0.4 + 0.6 * (3 / 4))) < 1e-12)
  assert.deepEqual(
    food.reason.contributions.map(({ row }) => row),
    [2, 3],
  )
  assert.equal(food.reason.kind, 'popular-in-topic')
  for (const { score, reason } of items) {
    const sum = [...reason.contributions, ...reason.parts].reduce((total, one) => total + one.contribution, 0)
    assert.ok(Math.abs(sum - score) < 1e-12)
  }
})

test('a followed topic speaks without a history, one that no item has takes its share of interest', () => {
  const food = catalogue.topics.row('food')
  const best = (followedTopics: ReadonlySet<number>) => run(recipe, { ...request, followedTopics }, state).items[0]!
  assert.equal(best(new Set([food])).row, 2)
  assert.equal(best(new Set([food])).reason.parts[0]!.contribution, best(new Set([food])).score)
  assert.ok(best(new Set([food, 99])).score < best(new Set([food])).score)
})

test('without a topic of the reader, or without popularity, the next rung is asked', () => {
  assert.equal(run(recipe, request, state).rung, 'editorial')
  const history = historyOf([{ row: 0, at: 1 }])
  const silent = { ...state, popularity: { strength: new Float64Array(5) } }
  assert.equal(run(recipe, { ...request, history }, silent).rung, 'editorial')
})

test('for nobody in particular the click rate where they are decides, and without shows the next rung is asked', () => {
  const rates: Recipe = { ...recipe, scorers: [clickRateValue] }
  const posteriors = (rows: Int32Array, { region }: { region: string | null }) => ({
    alpha: Float64Array.from(rows, (row) => (region === 'DE' ? row + 1 : 5 - row)),
    beta: Float64Array.from(rows, () => 10),
  })
  const shown = { ...state, engagement: { posteriors } }
  const first = (region: string | null) => run(rates, { ...request, region }, shown).items[0]!
  assert.deepEqual([first('DE').row, first(null).row], [4, 0])
  assert.ok(Math.abs(first('DE').score - 5 / 15) < 1e-12)
  assert.equal(run(rates, request, state).rung, 'editorial')
})
