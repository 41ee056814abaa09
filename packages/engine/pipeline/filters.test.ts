import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyHistory, historyOf } from '../data/history.ts'
import { randomServingRequest, randomServingState } from '../testing/random-serving.ts'
import { randomStateNow } from '../testing/random-state.ts'
import { type CatalogueEntry, createCatalogue } from './catalogue.ts'
import { available, blocked, impressionCap, language, maxAge, only, paywall, region, seen } from './filters.ts'
import { nothingKnown } from './priorities.ts'
import { resurfacing } from './resurfacing.ts'
import { run, whyFiltered } from './run.ts'
import { sameStory } from './same-story.ts'
import type { PipelineState, SlateRequest } from './slate.ts'
import type { Filter, Recipe } from './stage.ts'

const day = 86_400_000
const saves = resurfacing()
const every = [
  available,
  language,
  region,
  maxAge({ days: 60 }),
  paywall,
  saves.seen,
  blocked,
  impressionCap(),
  sameStory,
  only,
]
const recipeOf = (filters: readonly Filter[]): Recipe => ({
  name: 'filters',
  version: '1',
  filters,
  sources: [],
  scorers: [],
  rerank: [],
})

/** The rules as they are written, one row at a time. */
const rules: Record<string, (row: number, request: SlateRequest, state: PipelineState) => boolean> = {
  available: (row, { now }, { catalogue }) => catalogue.available[row] === 0 || catalogue.addedAt[row]! > now,
  language: (row, { languages }, { catalogue }) =>
    catalogue.language[row]! >= 0 && !languages!.includes(catalogue.languages.id(catalogue.language[row]!)),
  region: (row, { region }, { catalogue }) =>
    catalogue.onlyIn.has(row) && !catalogue.onlyIn.get(row)!.has(region ?? ''),
  age: (row, { now }, { catalogue }) => catalogue.addedAt[row]! < now - (now % 3_600_000) - 60 * day,
  paywall: (row, { paywall }, { catalogue }) => paywall === 'exclude' && catalogue.paywalled[row] === 1,
  blocked: (row, { blocked }, { catalogue }) =>
    blocked.items.has(row) ||
    blocked.publishers.has(catalogue.publisher[row]!) ||
    blocked.topics.has(catalogue.topic[row]!),
  'impression cap': (row, { shown, now }) => {
    const one = shown!.get(row)
    return one !== undefined && (one.times > 9 || one.firstAt < now - 14 * day)
  },
  'same story': (row, { history, seen }, { catalogue }) =>
    [...history.items, ...seen].some(
      (other) => other !== row && catalogue.cluster[row]! >= 0 && catalogue.cluster[other] === catalogue.cluster[row],
    ),
  only: (row, { rules }) => rules?.only?.[row] === 0,
}

test('each filter refuses what its rule says, and the first to refuse is named', () => {
  fc.assert(
    fc.property(fc.nat(3), fc.nat(300), fc.boolean(), fc.shuffledSubarray(every), (world, seed, asks, filters) => {
      const state = randomServingState({ seed: world, rows: 150 + world, modelItems: 0 })
      const asked: SlateRequest = {
        ...randomServingRequest(state, { seed, historyItems: seed % 20 }),
        now: randomStateNow - seed * 3_000_000,
      }
      const rows = state.catalogue.items.size
      const request = asks
        ? { ...asked, rules: { only: Uint8Array.from({ length: rows }, (_, row) => row & 1) } }
        : asked
      const back = saves.source.propose({ request, state, refused: new Uint8Array(rows), personal: () => null }).rows
      const isSeen = (row: number) =>
        (request.seen.has(row) || request.history.items.includes(row)) && !back.includes(row)
      const { filtered, stages } = run(recipeOf(filters), request, state).trace
      for (let row = 0; row < rows; row++) {
        const first = filters.find(({ name }) => (name === 'seen' ? isSeen(row) : rules[name]!(row, request, state)))
        assert.equal(whyFiltered(filtered, row)?.stage, first?.name, `${row}`)
      }
      filters.forEach((_, k) => {
        assert.equal(stages[k]!.count, filtered.by.filter((code) => code === k + 1).length)
      })
    }),
    { seed: 5, numRuns: 150 },
  )
})

const item: CatalogueEntry = { item: 'a', addedAt: 0 }
function worldOf(entries: readonly CatalogueEntry[], asked: Partial<SlateRequest> = {}) {
  const catalogue = createCatalogue(entries)
  const state: PipelineState = {
    ...nothingKnown,
    catalogue,
    popularity: { strength: new Float64Array(entries.length) },
    personal: null,
    editorialOrder: Int32Array.from(entries.keys()),
  }
  const request: SlateRequest = {
    surface: 'home',
    take: 10,
    now: 1000 * day,
    seed: 1,
    history: emptyHistory,
    seen: new Set(),
    blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
    ...asked,
  }
  const refusedBy = (filter: Filter, change: Partial<SlateRequest> = {}) => {
    const { by } = run(recipeOf([filter]), { ...request, ...change }, state).trace.filtered
    return catalogue.items.ids.filter((_, row) => by[row] === 1)
  }
  return { catalogue, state, request, refusedBy }
}

test('what was refused for one reader is not refused for the next', () => {
  const { refusedBy } = worldOf([
    { item: 'de', addedAt: 0, language: 'de', regions: ['DE'] },
    { item: 'en', addedAt: 0, language: 'en', paywalled: true },
  ])
  for (let again = 0; again < 2; again++) {
    assert.deepEqual(refusedBy(language, { languages: ['en'] }), ['de'])
    assert.deepEqual(refusedBy(language, { languages: ['de'] }), ['en'])
    assert.deepEqual(refusedBy(language), [])
    assert.deepEqual(refusedBy(region, { region: 'DE' }), [])
    assert.deepEqual(refusedBy(region, { region: 'US' }), ['de'])
    assert.deepEqual(refusedBy(region), ['de'])
    assert.deepEqual(refusedBy(paywall, { paywall: 'exclude' }), ['en'])
    assert.deepEqual(refusedBy(paywall, { paywall: 'avoid' }), [])
  }
})

test('a row taken down in place is refused by the very next request, and comes back with it', () => {
  const entries = Array.from({ length: 70 }, (_, row) => ({ item: `${row}`, addedAt: 0 }))
  const { catalogue, refusedBy } = worldOf(entries)
  for (const row of [0, 7, 8, 31, 32, 63, 69]) {
    assert.deepEqual(refusedBy(available), [])
    catalogue.available[row] = 0
    assert.deepEqual(refusedBy(available), [`${row}`])
    catalogue.available[row] = 1
  }
})

test('a scheduled item appears in the millisecond it is scheduled for', () => {
  const { refusedBy } = worldOf([{ item: 'later', addedAt: 1000 * day }])
  assert.deepEqual(refusedBy(available, { now: 1000 * day - 1 }), ['later'])
  assert.deepEqual(refusedBy(available, { now: 1000 * day }), [])
})

test('languages are ranges of BCP 47, whichever side is the more general', () => {
  const tags = ['en', 'en-GB', 'EN-us', 'eng', 'de', 'zh-Hant']
  const { refusedBy } = worldOf([...tags.map((tag) => ({ ...item, item: tag, language: tag })), { ...item, item: '?' }])
  const kept = (languages: string[]) => tags.filter((tag) => !refusedBy(language, { languages }).includes(tag))
  assert.deepEqual(kept(['en']), ['en', 'en-GB', 'EN-us'])
  assert.deepEqual(kept(['en-us']), ['en', 'EN-us'])
  assert.deepEqual(kept(['zh-Hant-TW', 'DE']), ['de', 'zh-Hant'])
  assert.deepEqual(kept(['*']), tags)
  assert.deepEqual(refusedBy(language, { languages: ['fr'] }), tags)
})

test('nine views within fourteen days are allowed, a tenth view or a fifteenth day is not', () => {
  const { refusedBy } = worldOf([item])
  const shown = (times: number, ageMs: number) => ({ shown: new Map([[0, { times, firstAt: 1000 * day - ageMs }]]) })
  assert.deepEqual(refusedBy(impressionCap(), shown(9, 14 * day)), [])
  assert.deepEqual(refusedBy(impressionCap(), shown(10, day)), ['a'])
  assert.deepEqual(refusedBy(impressionCap(), shown(1, 14 * day + 1)), ['a'])
  assert.deepEqual(refusedBy(impressionCap({ views: 2, days: 30 }), shown(2, 20 * day)), [])
})

test('the other tellings of a read story are refused, unrelated items and the read one itself are not', () => {
  const { refusedBy } = worldOf(
    ['s', 's', 't', null, null].map((cluster, k) => ({ item: `${k}`, addedAt: 0, cluster })),
    { history: historyOf([{ row: 0, at: 1 }]), seen: new Set([3, 99]) },
  )
  assert.deepEqual(refusedBy(sameStory), ['1'])
  assert.deepEqual(refusedBy(seen), ['0', '3'])
})

test('options that cannot be are named', () => {
  assert.throws(() => maxAge({ days: 0 }), /days is 0/)
  assert.throws(() => impressionCap({ views: 0 }), /views is 0/)
  assert.throws(() => impressionCap({ days: Number.NaN }), /days is NaN/)
})
