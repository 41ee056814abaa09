import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ItemEvent } from '@lectern/protocol/events/events.ts'
import { createEventQueue, type NewEvent, type Sent } from './event-queue.ts'
import { createEventStore } from './event-store.ts'

function memoryStorage(): Storage {
  const data: Record<string, string> = {}
  const methods = {
    setItem: (key: string, value: string) => {
      data[key] = value
    },
    removeItem: (key: string) => {
      delete data[key]
    },
  }
  return new Proxy(data, { get: (_, key) => methods[key as 'setItem'] ?? data[key as string] }) as unknown as Storage
}

function world(answers: Sent[], storage = memoryStorage()) {
  const sent: ItemEvent[][] = []
  const timers: { ms: number; run: () => void }[] = []
  const refused: string[] = []
  const clock = 1_000
  let ids = 0
  const store = createEventStore(() => storage)
  const queue = createEventQueue({
    store,
    send: async (events) => {
      sent.push([...events])
      return answers.shift() ?? { kind: 'received', refused: [] }
    },
    now: () => clock,
    newId: () => `id-${ids++}`,
    after: (ms, run) => {
      const timer = { ms, run }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
    onRefused: (event, detail) => refused.push(`${event.item}: ${detail}`),
  })
  return { queue, sent, timers, refused, store }
}

const event = (item: string, kind: 'save' | 'dismiss' = 'save', on = true): NewEvent => ({ kind, item, on })

test('a retry sends the same events with the same ids', async () => {
  const { queue, sent, timers, store } = world([{ kind: 'later' }])
  queue.push(event('a'), 0)
  queue.push(event('b'), 0)
  await queue.flush()
  assert.equal(store.all().length, 2)
  await queue.flush()
  assert.deepEqual(sent[0], sent[1])
  assert.deepEqual(
    sent[0]?.map((one) => one.id),
    ['id-0', 'id-1'],
  )
  assert.equal(store.all().length, 0)
  assert.ok(timers.length > 0)
})

test('an undo in the same millisecond is later than what it takes back and sent after it', async () => {
  const { queue, sent } = world([])
  queue.push(event('a', 'dismiss', true), 0)
  queue.push(event('a', 'dismiss', false), 0)
  await queue.flush()
  const [first, second] = sent[0]!
  assert.deepEqual(
    [first, second].map((one) => one?.kind === 'dismiss' && one.on),
    [true, false],
  )
  assert.ok(second!.at > first!.at)
})

test('each failure doubles the wait, up to a minute', async () => {
  const { queue, timers } = world(Array.from({ length: 7 }, () => ({ kind: 'later' as const })))
  queue.push(event('a'), 0)
  const waits: number[] = []
  for (let i = 0; i < 7; i++) {
    timers.shift()?.run()
    await queue.flush()
    waits.push(timers[0]!.ms)
  }
  assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
})

test('the soonest wake wins', () => {
  const { queue, timers } = world([])
  queue.push(event('a'), 5_000)
  queue.push(event('b'), 0)
  queue.push(event('c'), 5_000)
  assert.deepEqual(
    timers.map((timer) => timer.ms),
    [0],
  )
})

test('a refused event is dropped and reported; the rest of its batch counts', async () => {
  const refusal = { index: 1, id: null, reason: 'unknown-item' as const, detail: 'No such item.' }
  const { queue, refused, store } = world([{ kind: 'received', refused: [refusal] }])
  queue.push(event('a'), 0)
  queue.push(event('b'), 0)
  await queue.flush()
  assert.deepEqual(refused, ['b: No such item.'])
  assert.equal(store.all().length, 0)
})

test('a batch the server will never take does not block what follows', async () => {
  const { queue, sent } = world([{ kind: 'never' }])
  for (let i = 0; i < 101; i++) queue.push(event(`i${i}`), 0)
  await queue.flush()
  assert.deepEqual(
    sent.map((batch) => batch.length),
    [100, 1],
  )
})

test('what was not acknowledged is still there for the next page, oldest first', async () => {
  const storage = memoryStorage()
  const before = world([{ kind: 'later' }], storage)
  before.queue.push(event('a'), 0)
  before.queue.push(event('b'), 0)
  await before.queue.leave()
  const after = world([], storage)
  await after.queue.flush()
  assert.deepEqual(
    after.sent[0]?.map((one) => one.item),
    ['a', 'b'],
  )
})

test('an unreadable waiting event is dropped, and storage that is off costs nothing but durability', async () => {
  const storage = memoryStorage()
  storage.setItem('lectern.event.0000000000000001.x', '{')
  assert.deepEqual(createEventStore(() => storage).all(), [])
  const off = createEventStore(() => {
    throw new Error('denied')
  })
  off.add({ kind: 'open', id: 'x', item: 'a', at: 1 })
  assert.equal(off.all().length, 1)
  off.remove(new Set(['x']))
  assert.equal(off.all().length, 0)
})
