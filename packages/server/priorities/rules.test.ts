import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '@lectern/engine/data/history.ts'
import { run } from '@lectern/engine/pipeline/run.ts'
import type { SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { SlateRules } from '@lectern/engine/pipeline/slate-rules.ts'
import { home } from '@lectern/engine/recipes/home.ts'
import { listContext } from '@lectern/engine/testing/list-scene.ts'
import { type PrioritiesDocument, prioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { joinedRules, publicationRules } from './priorities.ts'

const topics = ['health', 'tech', 'food', 'travel']
const items = Array.from({ length: 24 }, (_, row) => ({ publisher: `p${row % 6}`, topic: topics[row % 4] }))
const popularity = { strength: Float64Array.from(items, (_, row) => 100 - row) }
const scene = listContext({
  items,
  request: { take: 10, now: Date.parse('2026-06-01T12:00:00Z') },
  state: { popularity },
})

function listed(document: unknown, asked: SlateRules = {}, request: Partial<SlateRequest> = {}) {
  const base = { ...scene.request, ...request }
  const publication = publicationRules(parsed(document), { state: scene.state, request: base, composed: true })
  const { items: slots } = run(home, { ...base, rules: joinedRules(publication, asked) }, scene.state)
  return { rows: slots.map(({ row }) => row), sponsors: slots.map(({ sponsor }) => sponsor ?? null) }
}
const parsed = (document: unknown): PrioritiesDocument => prioritiesDocument.parse(document)
const topicOf = (row: number): string | undefined => items[row]!.topic

test('a max of the publication holds against a pin, a promotion and a quota of the request', () => {
  const document = { exploration: 0, quotas: [{ name: 'health', when: { topic: 'health' }, max: 1 }] }
  const health = Uint8Array.from(items, ({ topic }) => (topic === 'health' ? 1 : 0))
  const { rows } = listed(document, {
    pins: [
      { row: 0, slot: 0 },
      { row: 4, slot: 1 },
      { row: 8, slot: 2 },
    ],
    promotions: [{ name: 'more', holds: health, share: 0.5 }],
    quotas: [{ name: 'many', holds: health, min: 5 }],
  })
  assert.equal(rows.filter((row) => topicOf(row) === 'health').length, 1)
  assert.equal(rows[0], 0, 'the first pin has room')
})

test('a request may ask for less than the publication allows', () => {
  const document = { exploration: 0, quotas: [{ name: 'spread', each: 'publisher', max: 3 }] }
  const { rows } = listed(document, { each: [{ of: 'publisher', max: 1 }] })
  assert.equal(new Set(rows.map((row) => items[row]!.publisher)).size, rows.length)
})

test('pins of the publication stand in their slots and those of a request in the next free ones', () => {
  const document = {
    pins: [
      { name: 'today', item: '20', slot: 0 },
      { name: 'later', item: '21', slot: 1 },
    ],
  }
  const { rows } = listed(document, { pins: [{ row: 22, slot: 0 }] })
  assert.deepEqual(rows.slice(0, 3), [20, 21, 22])
})

test('a rule holds from its first moment up to, and without, its last', () => {
  const pin = (dates: object) => listed({ pins: [{ name: 'p', item: '20', slot: 0, ...dates }] }).rows[0] === 20
  assert.equal(pin({ from: '2026-06-01', until: '2026-06-02' }), true)
  assert.equal(pin({ until: '2026-06-01T12:00:00Z' }), false)
  assert.equal(pin({ until: '2026-06-01T14:00:01+02:00' }), true)
  assert.equal(pin({ from: '2026-06-01T12:00:00Z' }), true)
  assert.equal(pin({ from: '2026-06-01T12:00:01Z' }), false)
})

test('what is blocked is in no list, not even by a pin', () => {
  const document = { blocks: [{ name: 'food', when: { topic: 'food' } }], pins: [{ name: 'p', item: '2', slot: 0 }] }
  const { rows } = listed(document, { pins: [{ row: 6, slot: 1 }] })
  assert.ok(rows.length > 5 && rows.every((row) => topicOf(row) !== 'food'))
})

test('the promotions of a request get what those of the publication leave', () => {
  const tech = { name: 'tech', when: { topic: 'tech' }, share: 0.6 }
  const holds = Uint8Array.from(items, ({ topic }) => (topic === 'travel' ? 1 : 0))
  const rules = joinedRules(
    publicationRules(parsed({ promotions: [tech] }), { state: scene.state, request: scene.request, composed: true }),
    { promotions: [{ name: 'travel', holds, share: 0.8 }] },
  )
  assert.deepEqual(
    rules.promotions?.map(({ share }) => Math.round(share * 100)),
    [60, 40],
  )
})

test('a sponsored slot shows the first item that may be shown, and the sponsor is named wherever it stands', () => {
  const sponsored = [{ name: 's', sponsor: 'Acme', slot: 2, items: ['23', '22'] }]
  const first = listed({ sponsored })
  assert.equal(first.rows[2], 23)
  assert.deepEqual(
    first.sponsors.map((by, slot) => (by === null ? null : slot)).filter((slot) => slot !== null),
    [2],
  )
  const refused = listed({ sponsored }, {}, { seen: new Set([23]) })
  assert.equal(refused.rows[2], 22)
  assert.equal(refused.sponsors[2], 'Acme')
  // Also an item of the sponsor that stands in the list by its own worth.
  const popular = listed({ sponsored: [{ name: 's', sponsor: 'Acme', slot: 5, when: { publisher: 'p0' } }] })
  assert.deepEqual(
    popular.sponsors,
    popular.rows.map((row) => (items[row]!.publisher === 'p0' ? 'Acme' : null)),
  )
})

test('what a reader reads or follows of sensitive topics decides nothing about a sponsored slot', () => {
  const sponsored = [{ name: 's', sponsor: 'Acme', slot: 0, when: { topic: { readBefore: true } } }]
  const history = (rows: readonly number[]) => ({ history: historyOf(rows.map((row) => ({ row, at: 1 + row }))) })
  const shown = (rows: readonly number[], extra: object = {}) =>
    listed({ sponsored, ...extra }, {}, history(rows)).sponsors[0]
  assert.equal(shown([1]), 'Acme', 'tech was read, and tech is shown')
  assert.equal(shown([0, 4]), null, 'health was read, and nobody may know')
  assert.equal(shown([1], { sensitiveTopics: ['tech'] }), null, 'a document may name more')
  const same = (rows: readonly number[]) => listed({ sponsored }, {}, history(rows)).rows[0]
  assert.equal(same([1, 0, 8]), same([1]), 'two readers who differ in health alone see the same')
  const followed = [{ name: 's', sponsor: 'Acme', slot: 0, when: { topic: { followed: true } } }]
  const health = { followedTopics: new Set([scene.state.catalogue.topics.row('health')]) }
  assert.equal(listed({ sponsored: followed }, {}, health).sponsors[0], null)
})

test('on a list that the caller gave limits and blocks hold, and nothing is pinned or paid for', () => {
  const document = parsed({
    pins: [{ name: 'p', item: '2', slot: 0 }],
    sponsored: [{ name: 's', sponsor: 'Acme', slot: 0, items: ['3'] }],
    promotions: [{ name: 'tech', when: { topic: 'tech' }, share: 0.5 }],
    quotas: [{ name: 'q', each: 'topic', min: 1, max: 2 }],
    blocks: [{ name: 'b', when: { topic: 'food' } }],
  })
  const rules = publicationRules(document, { state: scene.state, request: scene.request, composed: false })
  assert.deepEqual(Object.keys(rules).sort(), ['blocks', 'each'])
  assert.deepEqual(rules.each, [{ of: 'topic', max: 2, by: 'publication' }])
})
