import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WireEvent } from '@lectern/protocol/events/events.ts'
import { addReader, setSharesSaves } from '../accounts/accounts.ts'
import { recordEvents } from '../events/events.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { deviceOf, putChosen, uuid } from '../mirror/testing.ts'
import { prospectsFromSaves } from './saves.ts'

let kernel: TestKernel
let readers: string[]

before(async () => {
  kernel = await testKernel()
  await putChosen(kernel, ['nineteen', 'twenty', 'fifty', 'one-reader', 'by-devices', 'not-allowed', 'back', 'old'], {
    by: null,
  })
  await putChosen(kernel, ['approved'], { by: 'eva' })
  readers = []
  for (let k = 0; k < 60; k++) {
    const { id } = await addReader(kernel, `Reader ${k}`, 'reader')
    readers.push(id)
    // The last ten do not allow it.
    if (k < 50) await setSharesSaves(kernel.database.db, id, true)
  }
  const first = (count: number, item: string, more = {}): Promise<void> => save(readers.slice(0, count), item, more)
  await first(19, 'nineteen')
  await first(20, 'twenty')
  await first(50, 'fifty')
  await first(25, 'approved')
  for (let times = 0; times < 20; times++) await first(1, 'one-reader')
  await save(readers.slice(41), 'not-allowed')
  await first(25, 'back', { at: kernel.clock() - 1000 })
  await first(6, 'back', { on: false })
  await Promise.all(
    Array.from({ length: 40 }, (_, k) =>
      recordEvents(kernel, { events: [event('by-devices', { device: deviceOf(k) })] }, { kind: 'anonymous' }),
    ),
  )
})
after(() => kernel.close())

const event = (item: string, more: object): WireEvent =>
  ({ kind: 'save', id: uuid(), item, at: kernel.clock(), ...more }) as WireEvent

async function save(by: readonly string[], item: string, more: object = {}): Promise<void> {
  for (const reader of by) {
    const caller = { kind: 'reader', reader, name: reader, role: 'reader', grants: [] } as const
    const { accepted } = await recordEvents(kernel, { events: [event(item, more)] }, caller)
    assert.equal(accepted, 1)
  }
}

test('what 20 readers saved who allow it becomes a prospect; 19 never do, nor one reader 20 times', async () => {
  assert.deepEqual(await prospectsFromSaves(kernel), ['fifty', 'twenty'])
})

test('a prospect says how many there are at least, rounded down, and nobody’s name', async () => {
  const { rows } = await kernel.database.pool.query("select * from prospect where source = 'saves' order by id")
  assert.deepEqual(
    rows.map((row) => [row.id, row.source_detail, row.state, row.domain]),
    [
      ['fifty', 'saved by 40 readers or more within 30 days', 'waiting', 'paper.example'],
      ['twenty', 'saved by 20 readers or more within 30 days', 'waiting', 'paper.example'],
    ],
  )
  for (const reader of readers) assert.ok(!JSON.stringify(rows).includes(reader))
})

test('a second look adds nothing; what a person decided is left alone', async () => {
  await kernel.database.pool.query("update prospect set state = 'rejected' where id = 'fifty'")
  assert.deepEqual(await prospectsFromSaves(kernel), [])
  const { rows } = await kernel.database.pool.query("select state from prospect where id = 'fifty'")
  assert.deepEqual(rows, [{ state: 'rejected' }])
})

test('who no longer allows it no longer counts, and saves of long ago do not', async () => {
  await save(readers.slice(0, 20), 'old', {})
  await setSharesSaves(kernel.database.db, readers[0]!, false)
  assert.deepEqual(await prospectsFromSaves(kernel), [])
  await setSharesSaves(kernel.database.db, readers[0]!, true)
  kernel.advance(31 * 86_400_000)
  assert.deepEqual(await prospectsFromSaves(kernel), [])
  kernel.advance(-31 * 86_400_000)
  assert.deepEqual(await prospectsFromSaves(kernel), ['old'])
})
