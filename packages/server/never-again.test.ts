// What a reader has read, dismissed or hidden is in no list that was asked for after the event was acknowledged: thousands
// of events and requests of several readers, interleaved as the real database lets them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { derive, type Random } from '@lectern/engine/random/random.ts'
import type { ShapedSlate } from '@lectern/protocol/rest/recommendations.ts'
import { openTestApp, type TestApp } from './cli/app-testing.ts'
import { uuid } from './events/testing.ts'

const readers = 5
const tasksPerReader = 3
const stepsPerTask = 140

let app: TestApp
let key: string
let cards: ShapedSlate['items'][number]['item'][]
let events = 0

before(async () => {
  app = await openTestApp({ sample: true })
  key = await app.key({ perMinute: 1_000_000 })
  const all = await app.call<ShapedSlate>('POST', '/v1/surfaces/home/recommend', { key, body: { n: 100 } })
  cards = all.body.items.map(({ item }) => item)
})
after(() => app.close())

/** What one reader’s acknowledged events forbid. */
interface Forbidden {
  readonly items: Set<string>
  readonly publishers: Set<string>
  readonly topics: Set<string>
}

test('no list asked for after an acknowledged event holds what that event forbids', async () => {
  let checked = 0
  const tasks = Array.from({ length: readers }, (_, reader) => {
    const forbidden: Forbidden = { items: new Set(), publishers: new Set(), topics: new Set() }
    return Array.from({ length: tasksPerReader }, async (_, task) => {
      const rng = derive(1, reader, task)
      const slates: string[] = []
      for (let step = 0; step < stepsPerTask; step++) {
        if (rng.uniform() < 0.4) await act(`reader-${reader}`, rng, forbidden)
        else {
          await look(`reader-${reader}`, { rng, forbidden, slates })
          checked += 1
        }
      }
    })
  })
  await Promise.all(tasks.flat())
  assert.ok(checked > 1100, `${checked} lists`)
  assert.ok(events > 700, `${events} events`)
})

async function act(reader: string, rng: Random, forbidden: Forbidden): Promise<void> {
  const card = cards[rng.integer(cards.length)]!
  // Rarely, or nothing would be left.
  const target = rng.uniform() < 0.02 ? (rng.uniform() < 0.5 ? 'publisher' : 'topic') : null
  const kind = (['open', 'finish', 'save', 'dismiss', 'like', 'report'] as const)[rng.integer(6)]!
  const what = kind === 'report' ? { kind, reason: 'spam' } : { kind }
  const event = target !== null ? { kind: 'hide', target } : what
  app.kernel.advance(1)
  const sent = { ...event, id: uuid(++events), reader, item: card.id, at: app.kernel.clock() }
  const answer = await app.call<{ accepted: number }>('POST', '/v1/events', {
    key,
    body: { version: 1, events: [sent] },
  })
  assert.equal(answer.body.accepted, 1, JSON.stringify(answer.body))
  forbidden.items.add(card.id)
  if (event.kind === 'hide' && target === 'publisher' && card.publisher) forbidden.publishers.add(card.publisher)
  if (event.kind === 'hide' && target === 'topic' && card.topic) forbidden.topics.add(card.topic)
}

interface Looking {
  readonly rng: Random
  readonly forbidden: Forbidden
  /** Made so far: their next pages are asked for again and again. */
  readonly slates: string[]
}

/** Asks in one of the ways there are. */
async function look(reader: string, { rng, forbidden, slates }: Looking): Promise<void> {
  const items = new Set(forbidden.items)
  const publishers = new Set(forbidden.publishers)
  const topics = new Set(forbidden.topics)
  const way = rng.integer(slates.length === 0 ? 3 : 5)
  const slate = slates[Math.max(0, slates.length - 1 - rng.integer(5))] ?? null
  const { status, body } = await ask(reader, { way, slate, item: cards[rng.integer(cards.length)]!.id! })
  assert.equal(status, 200, JSON.stringify(body))
  for (const { item } of body.items) {
    assert.ok(!items.has(item.id), `way ${way}: ${item.id} is forbidden to ${reader}`)
    assert.ok(!publishers.has(item.publisher ?? ''), `way ${way}: ${item.publisher} is hidden from ${reader}`)
    assert.ok(!topics.has(item.topic ?? ''), `way ${way}: ${item.topic} is hidden from ${reader}`)
  }
  if (way !== 1) slates.push(body.slate) // a given list has no next page
}

function ask(reader: string, { way, slate, item }: { way: number; slate: string | null; item: string }) {
  const path = '/v1/surfaces/home'
  switch (way) {
    case 0:
      return app.call<ShapedSlate>('POST', `${path}/recommend`, { key, body: { reader, n: 20 } })
    case 1: {
      const given = cards.slice(0, 60).map(({ id }) => id)
      return app.call<ShapedSlate>('POST', `${path}/rank`, { key, body: { reader, items: given } })
    }
    case 2:
      return app.call<ShapedSlate>('GET', `/v1/items/${item}/similar?reader=${reader}`, { key })
    default:
      return app.call<ShapedSlate>('GET', `/v1/slates/${slate}/next`, { key })
  }
}
