import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { createCatalogue } from './catalogue.ts'
import { alignModel, personalHistoryItems, personalView } from './personal.ts'
import { nothingKnown } from './priorities.ts'
import { run } from './run.ts'
import type { PersonalModel, PipelineState, SlateRequest } from './slate.ts'
import { corpus } from './sources.ts'
import type { Recipe } from './stage.ts'
import { editorialValue, personalValue, popularValue } from './value.ts'

const day = 86_400_000
const now = 100 * day
const catalogue = createCatalogue(
  ['sport', 'sport', 'art', 'art', 'food'].map((topic, row) => ({
    item: `i${row}`,
    topic,
    addedAt: row === 4 ? now : now - 90 * day,
  })),
)

/** Knows i0 (catalogue row 0) and i3 (row 3), under other rows: reading i0 gives i3 a score of 2. */
const model: PersonalModel = {
  kind: 'toy',
  items: new Vocabulary(['i3', 'gone', 'i0']),
  score: (history) => Float32Array.of(history.items.includes(2) ? 2 : 0, 0, 0),
  explain: (history, row) => ({
    contributions: history.items.includes(2) && row === 0 ? [{ row: 2, contribution: 2 }] : [],
  }),
}
const state: PipelineState = {
  catalogue,
  popularity: { strength: Float64Array.of(0, 3, 1, 0, 0) },
  personal: alignModel(model, catalogue),
  ...nothingKnown,
  editorialOrder: Int32Array.of(4, 3, 2, 1, 0),
}
const none: ReadonlySet<number> = new Set()
const request: SlateRequest = {
  surface: 'home',
  take: 5,
  now,
  seed: 1,
  history: historyOf([{ row: 0, at: now - 1 }]),
  seen: none,
  blocked: { publishers: none, topics: none, items: none },
}
const weights = { personal: 0.5, popularity: 0.4, freshness: 0.1, freshnessHalfLifeMs: day }
const recipe: Recipe = {
  name: 'test',
  version: '1',
  filters: [],
  sources: [corpus(10)],
  scorers: [personalValue(weights), popularValue(weights), editorialValue],
  rerank: [],
}

test('a value is the published blend of shares: here each component by hand', () => {
  const { items, rung } = run(recipe, request, state)
  assert.equal(rung, 'personal')
  const scores = new Map(items.map((item) => [item.row, item.score]))
  const close = (row: number, expected: number) => assert.ok(Math.abs(scores.get(row)! - expected) < 1e-9)
  close(3, 0.5) // all of the personal score
  close(1, 0.4 * (3 / 4))
  close(2, 0.4 * (1 / 4))
  close(4, 0.1) // all of the freshness; the others are 90 half-lives old
})

test('the reason is the largest component, and the topic of the history is recognised', () => {
  const kinds = new Map(run(recipe, request, state).items.map((item) => [item.row, item.reason.kind]))
  assert.deepEqual(
    [kinds.get(3), kinds.get(1), kinds.get(2), kinds.get(4)],
    ['because-you-read', 'popular-in-topic', 'popular', 'fresh'],
  )
})

test('contributions are told in catalogue rows', () => {
  const shown = run(recipe, request, state).items.find((item) => item.row === 3)!
  assert.deepEqual(shown.reason.contributions, [{ row: 0, contribution: 0.5 }])
})

test('a history that speaks for no candidate is not a personal list', () => {
  const elsewhere = { ...request, history: historyOf([{ row: 3, at: now - 1 }]) }
  assert.equal(run(recipe, elsewhere, state).rung, 'popular')
  assert.equal(run(recipe, { ...request, history: emptyHistory }, state).rung, 'popular')
})

test('editorial scores fall with the position in the editors order', () => {
  const { items, rung } = run({ ...recipe, scorers: [editorialValue] }, request, state)
  assert.deepEqual([rung, items.map((item) => item.row)], ['editorial', [4, 3, 2, 1, 0]])
  for (const { score, reason } of items) assert.deepEqual(reason.parts, [{ name: 'editorial', contribution: score }])
})

test('only the newest items of a long history are looked at', () => {
  const long = historyOf(Array.from({ length: 500 }, (_, row) => ({ row, at: row })))
  const wide = createCatalogue(Array.from({ length: 500 }, (_, row) => ({ item: `i${row}`, addedAt: 0 })))
  const all: PersonalModel = { ...model, items: wide.items, score: () => new Float32Array(500) }
  const view = personalView(
    { ...request, history: long },
    { ...state, catalogue: wide, personal: alignModel(all, wide) },
  )!
  assert.equal(view.history.items.length, personalHistoryItems)
  assert.equal(view.history.items.at(-1), 499)
})
