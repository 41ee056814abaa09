import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { newEventFeed, recordEvents } from '../events/events.ts'
import { putTestItems, uuid } from '../events/testing.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openReaderMemory } from './reader-memory.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a', 'b', 'c'])
})
after(() => kernel.close())

const kinds = ['impression', 'open', 'finish', 'save', 'archive', 'like', 'dismiss', 'hide', 'follow', 'block'] as const
const backward: ReadonlySet<string> = new Set(['save', 'archive', 'like', 'dismiss', 'hide', 'follow', 'block'])
// Few of everything, so that words contradict and repeat one another.
const event = fc.record({
  id: fc.nat(40),
  kind: fc.constantFrom(...kinds),
  item: fc.constantFrom('a', 'b', 'c'),
  at: fc.nat(4),
  on: fc.boolean(),
  pick: fc.boolean(),
})
const readerId = (run: number): string => uuid(900 + run)

test('a reader kept right by events is the reader the database knows, late, contradicting and repeated events included', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(event, { minLength: 1, maxLength: 6 }), { maxLength: 6 }), async (batches) => {
      run += 1
      const feed = newEventFeed('here')
      const memory = openReaderMemory(kernel)
      feed.subscribe((events) => memory.observe(events))
      const reader = `device:${readerId(run)}`
      const base = kernel.clock() - 1000
      for (const batch of batches) {
        await memory.past(reader)
        kernel.advance(1)
        const events = batch.map(({ id, kind, item, at, on, pick }) => ({
          id: uuid(run * 1000 + id),
          device: readerId(run),
          at: base + at,
          kind,
          ...(kind === 'follow' || kind === 'block' ? { section: item } : { item }),
          ...(backward.has(kind) ? { on } : {}),
          ...(kind === 'hide' ? { target: pick ? 'topic' : 'publisher' } : {}),
        }))
        const { refused } = await recordEvents(kernel, { events }, { kind: 'anonymous' }, feed)
        assert.deepEqual(refused, [])
        const asked = await memory.past(reader)
        const read = await openReaderMemory(kernel).past(reader)
        assert.deepEqual(sorted(asked), sorted(read))
      }
    }),
    { numRuns: 25, seed: 3 },
  )
})

const sorted = (past: Awaited<ReturnType<ReturnType<typeof openReaderMemory>['past']>>) => ({
  ...past,
  shown: [...past.shown].sort(([a], [b]) => (a < b ? -1 : 1)),
})

test('a request after an event asks the database nothing, and an unchanged history stays the same array', async () => {
  const feed = newEventFeed('here')
  let queries = 0
  const { pool } = kernel.database
  const query = (asked: never) => {
    queries += 1
    return pool.query(asked)
  }
  const counting = { ...kernel.database, pool: { query } as never }
  const memory = openReaderMemory({ ...kernel, database: counting })
  feed.subscribe((events) => memory.observe(events))
  const reader = `device:${uuid(7)}`
  const send = async (kind: string, n: number): Promise<void> => {
    kernel.advance(1)
    const one = { kind, id: uuid(5_000_000 + n), device: uuid(7), item: 'a', at: kernel.clock() }
    assert.equal((await recordEvents(kernel, { events: [one] }, { kind: 'anonymous' }, feed)).accepted, 1)
  }
  await memory.past(reader)
  const before = queries
  await send('open', 1)
  const first = await memory.past(reader)
  await send('impression', 2)
  const second = await memory.past(reader)
  assert.deepEqual([first.history.map(({ item }) => item), second.shown.get('a')?.times], [['a'], 1])
  assert.equal(second.history, first.history)
  assert.equal(queries, before)
})

test('what happens while a reader is read is not lost', async () => {
  const feed = newEventFeed('here')
  const memory = openReaderMemory(kernel)
  feed.subscribe((events) => memory.observe(events))
  const reader = `device:${uuid(8)}`
  const reading = memory.past(reader)
  const one = { kind: 'open', id: uuid(6_000_000), device: uuid(8), item: 'b', at: kernel.clock() }
  await recordEvents(kernel, { events: [one] }, { kind: 'anonymous' }, feed)
  await reading
  assert.deepEqual(
    (await memory.past(reader)).history.map(({ item }) => item),
    ['b'],
  )
})

test('the least recently served reader is forgotten first', async () => {
  const memory = openReaderMemory(kernel, 2)
  for (const reader of ['x', 'y', 'x', 'z']) await memory.past(reader)
  assert.equal(memory.size(), 2)
})
