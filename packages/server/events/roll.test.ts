import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, test } from 'node:test'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import {
  checkHistoryFiles,
  historySummary,
  type RollStep,
  recordEvents,
  recountSignals,
  rollClosedHours,
} from './events.ts'
import { device, logRows, open, putTestItems, uuid } from './testing.ts'

let kernel: TestKernel
beforeEach(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a', 'b'])
})
afterEach(() => kernel.close())

const anonymous = { kind: 'anonymous' } as const
const hourMs = 3_600_000
const send = (...events: object[]) => recordEvents(kernel, { events }, anonymous)
const count = async (table: string): Promise<number> =>
  (await kernel.database.pool.query(`select count(*) as n from ${table}`)).rows[0].n
const ids = async (): Promise<string[]> => (await logRows(kernel)).map(({ id }) => id).sort()
const files = (): string[] =>
  readdirSync(kernel.blobs.path('history'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.parquet'))

test('closed hours move into one file per UTC day of the event, and the current hour stays', async () => {
  const now = kernel.clock()
  await send(open(1, now - 13 * hourMs), open(2, now), open(3, now - 1))
  kernel.advance(hourMs)
  await send(open(4, kernel.clock()))
  assert.deepEqual(await rollClosedHours(kernel), { rolled: 3, files: 2, swept: 0 })
  assert.deepEqual(
    files()
      .map((name) => name.slice(0, 14))
      .sort(),
    ['day=2025-12-31', 'day=2026-01-01'],
  )
  assert.equal(await count('event'), 1)
  assert.equal(await count('event_receipt'), 3)
  assert.deepEqual(await ids(), [1, 2, 3, 4].map(uuid))
  assert.deepEqual(await checkHistoryFiles(kernel), { files: 2, broken: [] })
})

test('a repeat of a rolled event is still a repeat, until it would be too old anyway', async () => {
  const event = open(1, kernel.clock())
  await send(event)
  kernel.advance(hourMs)
  await rollClosedHours(kernel)
  assert.deepEqual(await send(event), { accepted: 0, repeated: 1, refused: [] })
  kernel.advance(8 * 24 * hourMs)
  await rollClosedHours(kernel)
  assert.equal(await count('event_receipt'), 0)
  assert.equal((await send(event)).refused[0]?.reason, 'too-old')
  assert.deepEqual(await ids(), [uuid(1)])
})

const steps: RollStep[] = ['picked', 'written', 'published', 'listed', 'moved', 'committed']
for (const step of steps) {
  test(`a roll that dies after "${step}" leaves each event in exactly one place, and the next one ends its work`, async () => {
    await send(open(1, kernel.clock()), open(2, kernel.clock() - 20 * hourMs, { item: 'b' }))
    kernel.advance(hourMs)
    await rollClosedHours(kernel)
    await send(open(3, kernel.clock()), open(4, kernel.clock() - 20 * hourMs))
    kernel.advance(hourMs)
    const dies = rollClosedHours(kernel, undefined, (at) => {
      if (at === step) throw new Error(`died after ${step}`)
    })
    await assert.rejects(dies, /died after/)
    const all = [1, 2, 3, 4].map(uuid)
    assert.deepEqual(await ids(), all)
    assert.equal((await send(open(4, kernel.clock()))).repeated, 1)
    const { swept } = await rollClosedHours(kernel)
    assert.equal(swept, ['published', 'listed', 'moved'].includes(step) ? 2 : 0)
    assert.deepEqual(await ids(), all)
    assert.equal(await count('event'), 0)
    assert.equal(files().length, await count('history_file'))
  })
}

test('events that arrive while a roll runs are neither lost nor counted twice', async () => {
  const early = Array.from({ length: 300 }, (_, n) => open(n, kernel.clock()))
  await send(...early)
  kernel.advance(hourMs)
  const late = Array.from({ length: 300 }, (_, n) => open(150 + n, kernel.clock() - 1))
  const [, receipt] = await Promise.all([rollClosedHours(kernel), send(...late), rollClosedHours(kernel)])
  assert.equal(receipt.accepted, 150)
  assert.equal((await ids()).length, 450)
  assert.equal(new Set(await ids()).size, 450)
})

test('the log is read in order of time over files and table, within bounds, and by kind', async () => {
  const now = kernel.clock()
  await send(open(1, now - 30 * hourMs), open(2, now), { ...open(3, now - 2), kind: 'like', on: false })
  kernel.advance(hourMs)
  await rollClosedHours(kernel)
  await send(open(4, now - 29 * hourMs), open(5, now - 1))
  assert.deepEqual(
    (await logRows(kernel)).map(({ id }) => id),
    [1, 4, 3, 5, 2].map(uuid),
  )
  const bounded = await logRows(kernel, { since: now - 29 * hourMs, until: now })
  assert.deepEqual(
    bounded.map(({ id }) => id),
    [4, 3, 5].map(uuid),
  )
  const likes = await logRows(kernel, { kinds: ['like'] })
  assert.deepEqual(likes, [
    { id: uuid(3), reader: `device:${device}`, item: 'a', kind: 'like', at: now - 2, on: false },
  ])
  assert.deepEqual(await historySummary(kernel), {
    events: 5,
    readers: 1,
    items: 1,
    firstAt: now - 30 * hourMs,
    lastAt: now,
  })
})

test('an empty log has no batches and a summary of zeros', async () => {
  assert.deepEqual(await logRows(kernel), [])
  assert.deepEqual(await historySummary(kernel), { events: 0, readers: 0, items: 0, firstAt: null, lastAt: null })
})

test('every column comes back as it was sent, quotes, commas, line breaks and empty texts included', async () => {
  const awkward = 'a "quoted", \n\r line\t'
  await putTestItems(kernel, [awkward, ' '])
  const event = open(1, kernel.clock(), { item: awkward, surface: '"', slate: uuid(9), slot: 3 })
  const read = { ...open(2, kernel.clock(), { item: ' ' }), kind: 'read', dwellMs: 7, fraction: 0.25 }
  const hide = { ...open(3, kernel.clock()), kind: 'hide', target: 'topic' }
  const look = async () => {
    const { readHistory } = await import('./events.ts')
    for await (const { item, surface, slate, slot, dwellMs, fraction, detail } of readHistory(kernel))
      return { item, surface, slate, slot: [...slot], dwellMs: [...dwellMs], fraction: [...fraction], detail }
    return null
  }
  await send(event, read, hide)
  const hot = await look()
  assert.deepEqual(hot, {
    item: [awkward, ' ', 'a'],
    surface: ['"', null, null],
    slate: [uuid(9), null, null],
    slot: [3, -1, -1],
    dwellMs: [Number.NaN, 7, Number.NaN],
    fraction: [Number.NaN, 0.25, Number.NaN],
    detail: [null, null, 'topic'],
  })
  kernel.advance(hourMs)
  await rollClosedHours(kernel)
  assert.equal(await count('event'), 0)
  assert.deepEqual(await look(), hot)
  assert.equal(await recountSignals(kernel), 3)
})

test('files of a database that lists nothing are left alone', async () => {
  await send(open(1, kernel.clock()))
  kernel.advance(hourMs)
  await rollClosedHours(kernel)
  await kernel.database.pool.query('delete from history_file')
  assert.equal((await rollClosedHours(kernel)).swept, 0)
  assert.equal(files().length, 1)
})

test('a changed or missing history file is found', async () => {
  await send(open(1, kernel.clock()), open(2, kernel.clock() - 20 * hourMs))
  kernel.advance(hourMs)
  await rollClosedHours(kernel)
  const [first, second] = files()
    .sort()
    .map((name) => `history/${name}`)
  const bytes = (await kernel.blobs.get(first as string)) as Uint8Array
  bytes[10] = (bytes[10] as number) ^ 1
  await kernel.blobs.put(first as string, bytes)
  await kernel.blobs.delete(second as string)
  assert.equal(existsSync(kernel.blobs.path(second as string)), false)
  assert.deepEqual(await checkHistoryFiles(kernel), { files: 2, broken: [first, second] })
})
