import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Board } from '@lectern/protocol/rest/schedule.ts'
import { readAudit } from '../audit/audit.ts'
import { takeDownItem } from '../items/items.ts'
import { addDays, type Day } from '../kernel/clock/days.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { scheduleJobs } from './jobs.ts'
import {
  addEntry,
  boardOf,
  bringBackToSchedule,
  type Changed,
  copyDay,
  dropFromSchedule,
  moveEntry,
  proposeSchedule,
  removeEntry,
  restoreEntry,
  reviewDay,
  scheduleRevision,
  servedBoards,
  takeBackEntry,
} from './schedule.ts'
import { editor, putStories, scheduleReach } from './testing.ts'

let kernel: TestKernel
let reach: ReturnType<typeof scheduleReach>
const today = '2026-01-01'
/** Each test has a surface of its own. */
let surface = ''
let n = 0
const day = addDays(today, 3)
const marks = new Map([
  ['banned', { timely: false, excluded: 'banned.example' }],
  ['news', { timely: true, excluded: null }],
])

before(async () => {
  kernel = await testKernel()
  await putStories(kernel, ['a', 'b', 'c', 'd', 'e', 'banned', 'news'])
  reach = scheduleReach(kernel, marks)
})
after(() => kernel.close())

function newSurface(): void {
  surface = `surface-${n++}`
}
const add = (item: string, more: { day?: Day; rank?: number } = {}) =>
  addEntry(reach, editor, { surface, day, item, reason: null, ...more })
const boardIn = (done: Changed): Board => {
  assert.ok(done.kind === 'changed', JSON.stringify(done))
  return done.board
}
const entryIn = (done: Changed): string => {
  assert.ok(done.kind === 'changed', JSON.stringify(done))
  return done.entry
}
const itemsOf = ({ entries }: Board): string[] => entries.map(({ item }) => item.id)
const board = (of: Day = day): Promise<Board> => boardOf(reach, { surface, day: of })
function assertNoGaps({ entries }: Board): void {
  assert.deepEqual(
    entries.map(({ rank }) => rank),
    entries.map((_, k) => k),
  )
}
function assertRefused(done: { kind: string }, problem: string, words: RegExp): void {
  assert.equal(done.kind, 'refused')
  assert.equal((done as unknown as { problem: string }).problem, problem)
  assert.match((done as unknown as { detail: string }).detail, words)
}

test('positions have no gaps after adding, moving, removing and moving to another day', async () => {
  newSurface()
  const ids = new Map<string, string>()
  for (const item of ['a', 'b', 'c', 'd']) ids.set(item, entryIn(await add(item)))
  assert.deepEqual(itemsOf(await board()), ['a', 'b', 'c', 'd'])
  const moved = boardIn(await moveEntry(reach, editor, { id: ids.get('d')!, rank: 1 }))
  assert.deepEqual(itemsOf(moved), ['a', 'd', 'b', 'c'])
  assertNoGaps(moved)
  assertNoGaps(boardIn(await add('e', { rank: 0 })))
  const left = boardIn(await removeEntry(reach, editor, { id: ids.get('a')!, reason: 'NICHE', comment: null }))
  assert.deepEqual(itemsOf(left), ['e', 'd', 'b', 'c'])
  assertNoGaps(left)
  const there = boardIn(await moveEntry(reach, editor, { id: ids.get('d')!, day: addDays(day, 1) }))
  assert.deepEqual([there.day, itemsOf(there)], [addDays(day, 1), ['d']])
  assert.deepEqual(itemsOf(await board()), ['e', 'b', 'c'])
  assertNoGaps(await board())
})

test('moved within its day without a place an entry goes to the bottom', async () => {
  newSurface()
  const first = entryIn(await add('a'))
  await add('b')
  assert.deepEqual(itemsOf(boardIn(await moveEntry(reach, editor, { id: first, day }))), ['b', 'a'])
})

test('what is scheduled already on the day answers a conflict that says where, also by moving and restoring', async () => {
  newSurface()
  const first = entryIn(await add('a'))
  assertRefused(await add('a'), 'conflict', /Story a" is scheduled already on 2026-01-04, at place 1/)
  const next = entryIn(await add('a', { day: addDays(day, 1) }))
  assertRefused(await moveEntry(reach, editor, { id: next, day }), 'conflict', /already/)
  await removeEntry(reach, editor, { id: first, reason: 'NICHE', comment: null })
  await moveEntry(reach, editor, { id: next, day })
  assertRefused(await restoreEntry(reach, editor, first), 'conflict', /already/)
})

test('a day may be today and 60 days ahead, not in the past and not later', async () => {
  newSurface()
  assertRefused(
    await add('a', { day: addDays(today, -1) }),
    'invalid',
    /2025-12-31 is past; the surface is on 2026-01-01/,
  )
  assertRefused(await add('a', { day: addDays(today, 61) }), 'invalid', /61 days ahead; at most 60/)
  boardIn(await add('a', { day: today }))
  boardIn(await add('a', { day: addDays(today, 60) }))
})

test('the day is the surface’s own: what is past in Auckland is today in Los Angeles', async () => {
  newSurface()
  // The clock stands at 2026-01-01T12:00Z: in Auckland it is the 2nd.
  const auckland = scheduleReach(kernel, marks, { timeZone: 'Pacific/Auckland' })
  const losAngeles = scheduleReach(kernel, marks, { timeZone: 'America/Los_Angeles' })
  const wanted = { surface, day: today, item: 'a', reason: null }
  assertRefused(await addEntry(auckland, editor, wanted), 'invalid', /past; the surface is on 2026-01-02/)
  boardIn(await addEntry(losAngeles, editor, wanted))
})

test('a person is warned of a short lead and not stopped; a model is refused', async () => {
  newSurface()
  const tomorrow = addDays(today, 1)
  assert.deepEqual(boardIn(await add('a', { day: tomorrow })).warnings, [
    'This day’s board is shown in 12.0 hours; 14 are wanted.',
  ])
  assert.deepEqual(boardIn(await add('a', { day: addDays(today, 2) })).warnings, [])
  const proposal = { surface, day: tomorrow, model: 'picker 1', items: ['b'] }
  assertRefused(await proposeSchedule(reach, proposal), 'invalid', /12.0 hours; 14 are wanted/)
  const later = { ...proposal, day: addDays(today, 2) }
  assert.deepEqual(await proposeSchedule(reach, later), { kind: 'proposed', added: ['b'], skipped: [] })
})

test('over the night in which clocks go forward there is an hour less of lead', async () => {
  // Until 2026-03-30T00:00 in Berlin, 22:00Z of the 29th, which has 23 hours.
  const berlin = { timeZone: 'Europe/Berlin', leadHours: 24 }
  const now = Date.parse('2026-03-28T23:00Z')
  const at = { ...kernel, clock: () => now }
  const late = await addEntry({ ...scheduleReach(kernel, marks, berlin), kernel: at }, editor, {
    surface: 'berlin',
    day: '2026-03-30',
    item: 'a',
    reason: null,
  })
  assert.deepEqual(boardIn(late).warnings, ['This day’s board is shown in 23.0 hours; 24 are wanted.'])
  assert.equal((boardIn(late).beginsAt - now) / 3_600_000, 23)
})

test('excluded domains, unknown items and what was taken down are refused', async () => {
  newSurface()
  assertRefused(await add('banned'), 'invalid', /banned.example is excluded/)
  assertRefused(await add('nothing'), 'not-found', /No item/)
  await takeDownItem(kernel, 'e', { reason: 'law', by: 'test' })
  assertRefused(await add('e'), 'invalid', /taken down/)
  assert.deepEqual(itemsOf(await board()), [])
})

test('what a person removed a model does not put back, on no day, and says so; a person may', async () => {
  newSurface()
  const id = entryIn(await add('a'))
  await removeEntry(reach, editor, { id, reason: 'ONE_SIDED', comment: 'no other side' })
  const proposal = { surface, day: addDays(day, 1), model: 'picker 1', items: ['a', 'b', 'b', 'nothing', 'banned'] }
  assert.deepEqual(await proposeSchedule(reach, proposal), {
    kind: 'proposed',
    added: ['b'],
    skipped: [
      { item: 'a', why: 'removed-by-person' },
      { item: 'nothing', why: 'unknown' },
      { item: 'banned', why: 'excluded' },
    ],
  })
  assert.equal((await board(addDays(day, 1))).entries[0]!.source, 'model')
  boardIn(await add('a'))
  const again = await proposeSchedule(reach, { ...proposal, day: addDays(day, 2) })
  assert.ok(again.kind === 'proposed' && again.added.includes('a'), 'forgotten as soon as a person wants it')
})

test('a model adds below what people put there and never moves it', async () => {
  newSurface()
  await add('c')
  await add('a')
  await proposeSchedule(reach, { surface, day, model: 'picker 1', items: ['a', 'b', 'c'] })
  assert.deepEqual(itemsOf(await board()), ['c', 'a', 'b'])
})

test('a removal is told with its reason, and taken back it leaves no trace but in the log', async () => {
  newSurface()
  for (const item of ['a', 'b', 'c']) await add(item)
  const [, second] = (await board()).entries
  const left = boardIn(await removeEntry(reach, editor, { id: second!.id, reason: 'NO_IMAGE', comment: 'blurred' }))
  assert.deepEqual(
    left.removed.map(({ item, reason, comment, by }) => [item.id, reason, comment, by]),
    [['b', 'NO_IMAGE', 'blurred', 'Eva']],
  )
  const back = boardIn(await restoreEntry(reach, editor, second!.id))
  assert.deepEqual([itemsOf(back), back.removed], [['a', 'b', 'c'], []])
  const entries = await readAudit(kernel, { surface, subject: 'b' }, { limit: 10 })
  assert.deepEqual(
    entries.map(({ action, whoName, reason }) => [action, whoName, reason]),
    [
      ['schedule.restore', 'Eva', null],
      ['schedule.remove', 'Eva', 'NO_IMAGE'],
      ['schedule.add', 'Eva', null],
    ],
  )
})

test('an addition is taken back within the hour by who made it, and a model may propose it', async () => {
  newSurface()
  const id = entryIn(await add('a'))
  assertRefused(await takeBackEntry(reach, { id: 'other', name: 'O' }, id), 'not-allowed', /Only who added it/)
  assert.deepEqual(itemsOf(boardIn(await takeBackEntry(reach, editor, id))), [])
  const proposed = await proposeSchedule(reach, { surface, day, model: 'picker 1', items: ['a'] })
  assert.ok(proposed.kind === 'proposed' && proposed.added.length === 1)
})

test('a copied day comes after what is there; what is there already is told, not doubled', async () => {
  newSurface()
  for (const item of ['a', 'b', 'c']) await add(item)
  const to = addDays(day, 1)
  await add('b', { day: to })
  const copied = await copyDay(reach, editor, { surface, from: day, to })
  assert.ok(copied.kind === 'copied')
  assert.deepEqual(itemsOf(copied.board), ['b', 'a', 'c'])
  assertNoGaps(copied.board)
  assert.deepEqual(copied.skipped, [{ item: 'b', title: 'Story b', why: 'is scheduled on 2026-01-05 already' }])
  assertRefused(
    await copyDay(reach, editor, { surface, from: addDays(day, 9), to }),
    'not-found',
    /Nothing is scheduled/,
  )
})

test('a board is counted by publisher, topic, language, source and time', async () => {
  newSurface()
  for (const item of ['a', 'd', 'news']) await add(item)
  await proposeSchedule(reach, { surface, day, model: 'picker 1', items: ['b'] })
  const { counters } = await board()
  assert.deepEqual(counters.publisher, [
    { name: 'Paper 0', count: 3 },
    { name: 'Paper 1', count: 1 },
  ])
  assert.deepEqual(
    counters.topic.map(({ name, count }) => `${name} ${count}`),
    ['food 2', 'tech 2'],
  )
  assert.deepEqual(
    counters.source.map(({ name, count }) => `${name} ${count}`),
    ['person 3', 'model 1'],
  )
  assert.deepEqual(
    counters.time.map(({ name, count }) => `${name} ${count}`),
    ['evergreen 3', 'timely 1'],
  )
  assert.deepEqual(counters.language, [{ name: 'en', count: 4 }])
})

test('a reviewed board says by whom, until it is changed', async () => {
  newSurface()
  await add('a')
  assert.deepEqual((await reviewDay(reach, editor, { surface, day, reviewed: true })).reviewed, {
    by: 'Eva',
    at: kernel.clock(),
  })
  assert.equal(boardIn(await add('b')).reviewed, null)
})

test('what leaves the corpus leaves every board', async () => {
  newSurface()
  for (const item of ['a', 'b', 'c']) await add(item)
  await add('b', { day: addDays(day, 1) })
  const before = await scheduleRevision(kernel)
  await kernel.database.db
    .transaction()
    .execute((transaction) => dropFromSchedule(transaction, 'b', { actor: editor, at: kernel.clock() }))
  assert.deepEqual(itemsOf(await board()), ['a', 'c'])
  assertNoGaps(await board())
  assert.deepEqual(itemsOf(await board(addDays(day, 1))), [])
  assert.ok((await scheduleRevision(kernel)) > before)
})

test('many changes at once leave one order without gaps', async () => {
  newSurface()
  const done = await Promise.all(['a', 'b', 'c', 'd', 'a', 'b'].map((item) => add(item, { rank: 0 })))
  assert.equal(done.filter(({ kind }) => kind === 'changed').length, 4)
  const now = await board()
  assert.deepEqual(itemsOf(now).sort(), ['a', 'b', 'c', 'd'])
  assertNoGaps(now)
})

test('what a model put on a board is shown once a person has reviewed it, and stays when the board changes', async () => {
  newSurface()
  const served = async () => (await servedBoards(kernel, day)).find((one) => one.surface === surface)?.items ?? []
  const proposedDay = addDays(day, 20)
  await add('b', { day: proposedDay })
  await proposeSchedule(reach, { surface, day: proposedDay, model: 'picker 1', items: ['c', 'd'] })
  assert.deepEqual(await served(), ['b'])
  assert.deepEqual(
    (await board(proposedDay)).entries.map(({ waits }) => waits),
    [false, true, true],
  )
  await reviewDay(reach, editor, { surface, day: proposedDay, reviewed: true })
  assert.deepEqual(await served(), ['b', 'c', 'd'])
  const last = (await board(proposedDay)).entries.at(-1)!
  await moveEntry(reach, editor, { id: last.id, rank: 0 })
  assert.deepEqual(await served(), ['d', 'b', 'c'])
  await reviewDay(reach, editor, { surface, day: proposedDay, reviewed: false })
  assert.deepEqual(await served(), ['b'])
})

test('what stood on a board on a day that is past is told, and what stands there now is not yet', async () => {
  newSurface()
  await add('a', { day: today })
  const told: (readonly string[])[] = []
  const [job] = scheduleJobs(kernel, async (items) => void told.push([...items]))
  await job!.run(new AbortController().signal)
  assert.equal(told.length, 0)
  kernel.advance(2 * 24 * 3_600_000)
  await job!.run(new AbortController().signal)
  assert.ok(told.flat().includes('a'))
  kernel.advance(-2 * 24 * 3_600_000)
})

test('what a drop took is put back where it stood', async () => {
  newSurface()
  for (const item of ['a', 'b', 'c']) await add(item)
  const by = { actor: editor, at: kernel.clock() }
  const within = kernel.database.db.transaction()
  const dropped = await within.execute((transaction) => dropFromSchedule(transaction, 'b', by))
  await within.execute((transaction) => bringBackToSchedule(transaction, JSON.parse(JSON.stringify(dropped))))
  assert.deepEqual(itemsOf(await board()), ['a', 'b', 'c'])
  assertNoGaps(await board())
})
