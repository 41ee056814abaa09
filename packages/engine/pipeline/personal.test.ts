import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { createCatalogue } from './catalogue.ts'
import { alignModel, personalScore, personalView } from './personal.ts'
import { nothingKnown } from './priorities.ts'
import type { PersonalModel, PipelineState, SlateRequest } from './slate.ts'

const catalogue = createCatalogue(['a', 'b', 'c'].map((item) => ({ item, addedAt: 0 })))
const past = historyOf([{ row: 0, at: 5 }])

/** Every item scores the time of asking; it counts how often it is asked. */
function clockModel(timeless: boolean): PersonalModel & { asked: number } {
  const items = new Vocabulary(['c', 'a'])
  const model = {
    kind: 'clock',
    items,
    asked: 0,
    ...(timeless ? { timeless: true as const } : {}),
    score(_: unknown, now: number) {
      model.asked++
      return new Float32Array(items.size).fill(now)
    },
    explain: () => ({ contributions: [] }),
  }
  return model
}

const stateOf = (model: PersonalModel): PipelineState => ({
  catalogue,
  popularity: { strength: new Float64Array(3) },
  personal: alignModel(model, catalogue),
  editorialOrder: new Int32Array(0),
  ...nothingKnown,
})

const ask = (now: number, history = past): SlateRequest => ({
  surface: 'home',
  take: 1,
  now,
  seed: 1,
  history,
  seen: new Set(),
  blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
})

test('a history that is asked about again is not scored again', () => {
  const model = clockModel(true)
  const state = stateOf(model)
  const first = personalView(ask(7), state)!
  const second = personalView(ask(8), state)!
  assert.equal(model.asked, 1)
  assert.equal(second.now, 8)
  assert.equal(personalScore(second, 2), personalScore(first, 2))
})

test('scores are kept in bounded memory: the history asked about longest ago is scored again', () => {
  const model = clockModel(true)
  const large = {
    ...model,
    items: new Vocabulary(Array.from({ length: 2 ** 22 }, (_, k) => (k === 0 ? 'a' : `i${k}`))),
  }
  const state = stateOf({ ...large, score: (history, now) => model.score(history, now) })
  const histories = [5, 6, 7].map((at) => historyOf([{ row: 0, at }])) // there is room for two
  for (const k of [0, 1, 0, 2, 0, 1]) personalView(ask(7, histories[k]), state)
  assert.equal(model.asked, 4)
})

test('with few items it is the histories that take the memory: not every one ever asked about is kept', () => {
  const model = clockModel(true)
  const state = stateOf(model)
  const one = historyOf([{ row: 0, at: 1 }])
  for (let k = 0; k < 2; k++) personalView(ask(7, one), state)
  assert.equal(model.asked, 1)
  for (let at = 0; at < 2000; at++) personalView(ask(7, historyOf([{ row: 0, at }])), state)
  personalView(ask(7, one), state)
  assert.equal(model.asked, 2002)
})

test('another history or a model put beside the catalogue anew is scored', () => {
  const model = clockModel(true)
  personalView(ask(7), stateOf(model))
  personalView(ask(7), stateOf(model))
  personalView(ask(7, historyOf([{ row: 0, at: 5 }])), stateOf(model))
  assert.equal(model.asked, 3)
})

test('a model that looks at the clock is asked each time', () => {
  const state = stateOf(clockModel(false))
  assert.equal(personalScore(personalView(ask(7), state)!, 0), 7)
  assert.equal(personalScore(personalView(ask(9), state)!, 0), 9)
})

test('nothing is known of an empty history, of items the model lacks, and without a model', () => {
  const state = stateOf(clockModel(true))
  for (const history of [emptyHistory, historyOf([{ row: 1, at: 5 }])]) {
    assert.equal(personalView(ask(7, history), state), null)
    assert.equal(personalView(ask(8, history), state), null)
  }
  assert.equal(personalView(ask(7), { ...state, personal: null }), null)
})
