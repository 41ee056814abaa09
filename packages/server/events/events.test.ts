import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { maxAgeMs, maxFutureMs } from '@lectern/protocol/events/events.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { historyOf, newEventFeed, recordEvents, type StoredEvent, signalsOf } from './events.ts'
import { device, open, putTestItems, uuid } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a', 'b', 'c'])
})
after(() => kernel.close())

const anonymous = { kind: 'anonymous' } as const
const ada = { kind: 'reader', reader: 'ada', name: 'Ada', role: 'reader', grants: [] } as const
const rows = async (): Promise<number> =>
  (await kernel.database.pool.query('select count(*) as n from event')).rows[0].n

test('an event is counted once however often it is sent, in one batch, in two, or under another spelling of its id', async () => {
  const before = await rows()
  const event = open(1, kernel.clock())
  assert.deepEqual(await recordEvents(kernel, { events: [event, event] }, anonymous), {
    accepted: 1,
    repeated: 1,
    refused: [],
  })
  const shouted = { ...event, id: event.id.toUpperCase() }
  assert.deepEqual(await recordEvents(kernel, { events: [shouted] }, anonymous), {
    accepted: 0,
    repeated: 1,
    refused: [],
  })
  assert.equal(await rows(), before + 1)
})

test('the same batch sent twenty times at once counts each event once', async () => {
  const before = await rows()
  const events = Array.from({ length: 50 }, (_, n) => open(100 + n, kernel.clock() - n))
  const orders = Array.from({ length: 20 }, (_, n) => (n % 2 ? events.toReversed() : events))
  const receipts = await Promise.all(orders.map((order) => recordEvents(kernel, { events: order }, anonymous)))
  assert.equal(
    receipts.reduce((sum, receipt) => sum + receipt.accepted, 0),
    50,
  )
  assert.equal(await rows(), before + 50)
})

test('a bad event is refused with its place, its reason and what would be right, and the good ones count', async () => {
  const now = kernel.clock()
  const events = [
    open(200, now),
    { ...open(201, now), kind: 'click' },
    { ...open(202, now), mood: 'good' },
    { ...open(203, now), kind: 'read' },
    open(204, now + maxFutureMs + 1),
    open(205, now - maxAgeMs - 1),
    open(206, now, { item: 'nowhere' }),
    { ...open(207, now), device: undefined },
    { ...open(208, now), reader: 'ada' },
    { ...open(209, now), item: 'a\0' },
    null,
    open(210, now + maxFutureMs),
    open(211, now - maxAgeMs),
  ]
  const receipt = await recordEvents(kernel, { events }, anonymous)
  assert.equal(receipt.accepted, 3)
  assert.deepEqual(
    receipt.refused.map(({ index, reason }) => [index, reason]),
    [
      [1, 'invalid'],
      [2, 'invalid'],
      [3, 'invalid'],
      [4, 'future'],
      [5, 'too-old'],
      [6, 'unknown-item'],
      [7, 'not-yours'],
      [8, 'not-yours'],
      [9, 'invalid'],
      [10, 'invalid'],
    ],
  )
  const told = new Map(receipt.refused.map(({ index, detail }) => [index, detail]))
  assert.match(told.get(1) ?? '', /kind: must be one of impression, open/)
  assert.match(told.get(2) ?? '', /"mood"; allowed: kind, id, reader/)
  assert.match(told.get(3) ?? '', /^dwellMs: .*expected number/)
  assert.match(told.get(7) ?? '', /device/)
  assert.equal(receipt.refused[0]?.id, uuid(201))
  assert.equal(receipt.refused.at(-1)?.id, null)
})

test('a signed-in reader speaks for nobody else, an anonymous one for the device', async () => {
  const now = kernel.clock()
  const own = { kind: 'like', id: uuid(300), item: 'a', at: now }
  const others = { ...own, id: uuid(301), reader: 'bob' }
  const receipt = await recordEvents(kernel, { events: [own, others] }, ada)
  assert.equal(receipt.accepted, 1)
  assert.equal(receipt.refused[0]?.reason, 'not-yours')
  assert.deepEqual(
    (await signalsOf(kernel, 'ada', { limit: 9 })).map(({ kind }) => kind),
    ['like'],
  )
  await recordEvents(kernel, { events: [open(302, now)] }, anonymous)
  assert.equal((await signalsOf(kernel, `device:${device}`, { limit: 9 })).length, 1)
})

test('the newest word wins in whatever order events arrive, and what was taken back is in no list', async () => {
  const now = kernel.clock()
  const eve = { ...ada, reader: 'eve' }
  const send = (...events: object[]) => recordEvents(kernel, { events }, eve)
  await send({ kind: 'save', id: uuid(402), item: 'a', at: now - 10, on: false })
  await send({ kind: 'save', id: uuid(401), item: 'a', at: now - 20 })
  await send(
    { kind: 'open', id: uuid(403), item: 'b', at: now - 5 },
    { kind: 'like', id: uuid(404), item: 'c', at: now },
  )
  await send({ kind: 'impression', id: uuid(405), item: 'a', at: now })
  await send({ kind: 'read', id: uuid(406), item: 'b', at: now + 1, dwellMs: 9, fraction: 0.5 })
  assert.deepEqual(await historyOf(kernel, 'eve', 9), [
    { item: 'c', at: now },
    { item: 'b', at: now + 1 },
  ])
  assert.deepEqual(await historyOf(kernel, 'eve', 1), [{ item: 'b', at: now + 1 }])
  assert.deepEqual(await signalsOf(kernel, 'eve', { kinds: ['like', 'save'], limit: 9 }), [
    { item: 'c', kind: 'like', detail: null, at: now },
  ])
})

test('listeners get new events once, in order, after they are stored; one that throws costs nothing', async () => {
  const feed = newEventFeed()
  const heard: StoredEvent[] = []
  feed.subscribe(() => {
    throw new Error('a listener is broken')
  })
  const stop = feed.subscribe((events) => heard.push(...events))
  const events = [open(502, kernel.clock()), open(501, kernel.clock()), open(502, kernel.clock())]
  await recordEvents(kernel, { events }, anonymous, feed)
  await recordEvents(kernel, { events }, anonymous, feed)
  assert.deepEqual(
    heard.map(({ id }) => id),
    [uuid(502), uuid(501)],
  )
  stop()
  await recordEvents(kernel, { events: [open(503, kernel.clock())] }, anonymous, feed)
  assert.equal(heard.length, 2)
})

test('a section is followed and blocked by name; its word is no item of a history', async () => {
  const gil = { ...ada, reader: 'gil' }
  const at = kernel.clock()
  const events = [
    { kind: 'follow', id: uuid(601), section: 'tech', at },
    { kind: 'block', id: uuid(602), section: 'food', at },
    { kind: 'block', id: uuid(603), section: 'food', at: at + 1, on: false },
    { kind: 'follow', id: uuid(604), item: 'a', at },
  ]
  const receipt = await recordEvents(kernel, { events }, gil)
  assert.equal(receipt.accepted, 3)
  assert.deepEqual(
    receipt.refused.map(({ index, reason }) => [index, reason]),
    [[3, 'invalid']],
  )
  assert.deepEqual(
    (await signalsOf(kernel, 'gil', { limit: 9 })).map(({ kind, item }) => [kind, item]),
    [['follow', 'section:tech']],
  )
  assert.deepEqual(await historyOf(kernel, 'gil', 9), [])
})
