import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventKinds } from '@lectern/protocol/events/events.ts'
import fc from 'fast-check'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { recordEvents, recountSignals, rollClosedHours } from './events.ts'
import { putTestItems, uuid } from './testing.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a', 'b', 'ä ,"\n'])
})
after(() => kernel.close())

const signals = async (): Promise<unknown[]> =>
  (await kernel.database.pool.query('select * from signal order by reader, item, kind')).rows

const extras = (kind: string, on: boolean, pick: number): object => {
  if (kind === 'read') return { dwellMs: 1, fraction: 0 }
  if (kind === 'hide') return { on, target: pick % 2 ? 'topic' : 'publisher' }
  if (kind === 'report') return { reason: (['spam', 'broken', 'other'] as const)[pick % 3] }
  return ['save', 'archive', 'like', 'dismiss', 'follow', 'block'].includes(kind) ? { on } : {}
}

// Few ids, few readers and few times, so that repeats, ties and contradictions are frequent.
const event = fc.record({
  id: fc.integer({ min: 1, max: 60 }).map(uuid),
  kind: fc.constantFrom(...eventKinds),
  reader: fc.integer({ min: 1, max: 2 }).map((n) => uuid(900 + n)),
  item: fc.constantFrom('a', 'b', 'ä ,"\n'),
  at: fc.integer({ min: 0, max: 3 }),
  on: fc.boolean(),
  pick: fc.nat(5),
})

test('signals kept while events arrive equal a recount from the log, wherever the log lies', async () => {
  let base = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(event, { minLength: 1 }), { maxLength: 4 }),
      fc.boolean(),
      async (batches, roll) => {
        await kernel.database.pool.query('truncate event, event_receipt, signal, history_file')
        base = kernel.clock() - 10
        for (const batch of batches) {
          const events = batch.map(({ id, kind, reader, item, at, on, pick }) => ({
            ...{ id, kind, device: reader, at: base + at },
            ...(kind === 'follow' || kind === 'block' ? { section: item } : { item }),
            ...extras(kind, on, pick),
          }))
          const { refused } = await recordEvents(kernel, { events }, { kind: 'anonymous' })
          assert.deepEqual(refused, [])
          kernel.advance(3_600_000)
          if (roll) await rollClosedHours(kernel)
        }
        const kept = await signals()
        await recountSignals(kernel)
        assert.deepEqual(await signals(), kept, 'a recount on top changes nothing')
        await kernel.database.pool.query('truncate signal')
        await recountSignals(kernel)
        assert.deepEqual(await signals(), kept, 'a recount from nothing gives the same')
      },
    ),
    { numRuns: 15, seed: 7 },
  )
})
