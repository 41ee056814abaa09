// What editors place is what is served: at once, in their order, on their day, and a replay makes it again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSection } from '@lectern/protocol/rest/sections.ts'
import { putItems } from '../items/items.ts'
import { addDays } from '../kernel/clock/days.ts'
import type { Caller } from '../kernel/http/http.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { addEntry, moveEntry } from '../schedule/schedule.ts'
import { editor, putStories, scheduleReach } from '../schedule/testing.ts'
import { changeSection, createSection } from '../sections/sections.ts'
import { openLists } from './lists.ts'
import { openRecommender, type Recommender } from './recommend.ts'
import { replaySlate } from './replay.ts'

let kernel: TestKernel
let recommender: Recommender
let reach: ReturnType<typeof scheduleReach>
const berlin = { timeZone: 'Europe/Berlin', publishHour: 3 }
const today = '2026-01-01'
const anybody: Caller = { kind: 'anonymous' }

before(async () => {
  kernel = await testKernel()
  await putStories(kernel, ['a', 'b', 'c', 'd', 'e', 'f'])
  const ranked = {
    url: null,
    title: 'Ranked',
    excerpt: null,
    publisher: null,
    topic: null,
    language: null,
    minutes: null,
  }
  const rest = { imageUrl: null, publishedAt: null, origin: 'test' }
  await putItems(kernel, [
    { id: 'first', ...ranked, ...rest, editorialRank: 0 },
    { id: 'second', ...ranked, ...rest, editorialRank: 1 },
  ])
  reach = scheduleReach(kernel, new Map(), berlin)
  recommender = await openRecommender(kernel, undefined, { placeOf: () => berlin })
})
after(async () => {
  await recommender.close()
  await kernel.close()
})

const orderOn = (surface: string): string[] => {
  const { catalogue, editorialOrder } = recommender.view(surface)!.pipeline
  return Array.from(editorialOrder, (row) => catalogue.items.id(row))
}
async function schedule(surface: string, day: string, item: string): Promise<string> {
  const done = await addEntry(reach, editor, { surface, day, item, reason: null })
  assert.ok(done.kind === 'changed', JSON.stringify(done))
  await recommender.editorsChanged('schedule')
  return done.entry
}
async function section(surface: string, title: string, items: string[], more: object = {}): Promise<string> {
  const done = await createSection(reach, editor, newSection.parse({ surface, title, items, ...more }))
  assert.ok(done.kind === 'changed', JSON.stringify(done))
  await recommender.editorsChanged('sections')
  return done.section.id
}
const sectionsOn = (surface: string) =>
  recommender
    .view(surface)!
    .sections.map(({ title, rows }) => [
      title,
      Array.from(rows, (row) => recommender.view(surface)!.pipeline.catalogue.items.id(row)).join(),
    ])
const lists = () => openLists(kernel, recommender, () => ({ recipe: 'home', defaults: {} }))

test('the editors’ order is today’s board, then earlier days’, then the older ranks; tomorrow’s waits', async () => {
  await schedule('order', today, 'a')
  const b = await schedule('order', today, 'b')
  await schedule('order', addDays(today, 1), 'c')
  assert.deepEqual(orderOn('order'), ['a', 'b', 'first', 'second'])
  await moveEntry(reach, editor, { id: b, rank: 0 })
  await recommender.editorsChanged('schedule')
  assert.deepEqual(orderOn('order'), ['b', 'a', 'first', 'second'])
  assert.deepEqual(orderOn('elsewhere'), ['first', 'second'], 'a board is of its surface only')
})

test('the next day’s board comes at the surface’s hour in its own time zone, without anybody’s doing', async () => {
  await schedule('days', today, 'a')
  await schedule('days', addDays(today, 1), 'c')
  // 03:00 in Berlin is 02:00Z; the clock stands at 12:00Z.
  kernel.advance(14 * 3_600_000 - 1)
  assert.deepEqual(orderOn('days'), ['a', 'first', 'second'])
  kernel.advance(1)
  assert.deepEqual(orderOn('days'), ['c', 'a', 'first', 'second'])
  kernel.advance(-14 * 3_600_000)
  assert.deepEqual(orderOn('days'), ['a', 'first', 'second'])
})

test('nothing is made anew for a list: the same arrays serve until something changes', async () => {
  await schedule('same', today, 'a')
  await section('same', 'Kept', ['a', 'b'])
  const [one, two] = [recommender.view('same')!, recommender.view('same')!]
  assert.equal(one.pipeline.editorialOrder, two.pipeline.editorialOrder)
  assert.equal(one.pipeline.sections, two.pipeline.sections)
  await putStories(kernel, ['new'])
  await recommender.itemsChanged(0)
  assert.deepEqual(orderOn('same'), ['a', 'first', 'second'])
})

test('sections are served while they are live, the last day included, and no item stands in two', async () => {
  await section('live', 'Two days', ['a', 'b'], { lastDay: addDays(today, 1) })
  await section('live', 'From tomorrow', ['c'], { firstDay: addDays(today, 1) })
  const whole = await section('live', 'Always', ['b', 'd', 'a'])
  await section('live', 'Off', ['e'], { enabled: false })
  assert.deepEqual(sectionsOn('live'), [
    ['Two days', 'a,b'],
    ['Always', 'd'],
  ])
  kernel.advance(24 * 3_600_000)
  assert.deepEqual(sectionsOn('live'), [
    ['Two days', 'a,b'],
    ['From tomorrow', 'c'],
    ['Always', 'd'],
  ])
  kernel.advance(24 * 3_600_000)
  assert.deepEqual(sectionsOn('live'), [
    ['From tomorrow', 'c'],
    ['Always', 'b,d,a'],
  ])
  kernel.advance(-48 * 3_600_000)
  await changeSection(reach, editor, { id: whole, change: { title: 'Renamed' } })
  await recommender.editorsChanged('sections')
  assert.equal(recommender.view('live')!.sections[1]!.name, whole, 'the name that readers follow is the id')
})

test('each live section is a list in the editors’ order that a replay makes again, also after the section is gone', async () => {
  const id = await section('lists', 'Long reads', ['d', 'a', 'c'], { subtitle: 'For Sunday' })
  const found = await lists().sections(anybody, { surface: 'lists', n: 2 })
  assert.ok(found.kind === 'sections')
  const [shown] = found.sections
  assert.deepEqual([shown!.id, shown!.title, shown!.subtitle, shown!.followed], [id, 'Long reads', 'For Sunday', false])
  assert.deepEqual(
    shown!.list.items.map(({ item }) => item.id),
    ['d', 'a'],
  )
  await recommender.settled()
  await changeSection(reach, editor, { id, change: { enabled: false } })
  await recommender.editorsChanged('sections')
  const again = await replaySlate(kernel, shown!.list.slate)
  assert.equal(again.kind, 'identical', JSON.stringify(again))
  assert.deepEqual(await lists().sections(anybody, { surface: 'lists', n: 2 }), { kind: 'sections', sections: [] })
})

test('a list in the editors’ order is the board, and a replay after the board changed makes the list of then', async () => {
  const entry = await schedule('replayed', today, 'e')
  await schedule('replayed', today, 'f')
  const ask = { surface: 'replayed', recipe: 'editorial', n: 3 }
  const made = await recommender.recommend(ask, { kind: 'anonymous' })
  assert.deepEqual(
    made.items.map(({ item }) => item.id),
    ['e', 'f', 'first'],
  )
  await recommender.settled()
  await moveEntry(reach, editor, { id: entry, rank: 5 })
  await recommender.editorsChanged('schedule')
  const now = await recommender.recommend(ask, { kind: 'anonymous' })
  assert.deepEqual(
    now.items.map(({ item }) => item.id),
    ['f', 'e', 'first'],
  )
  assert.equal((await replaySlate(kernel, made.slate)).kind, 'identical')
})

test('a change makes what was kept for everybody old, and no change does not', async () => {
  const before = recommender.withdrawals()
  await recommender.editorsChanged('schedule')
  assert.equal(recommender.withdrawals(), before)
  await schedule('kept', today, 'a')
  assert.ok(recommender.withdrawals() > before)
})

test('items of a section that are taken out by a filter do not come back from the surface’s order', async () => {
  await schedule('only', today, 'f')
  await section('only', 'Short', ['a', 'b'])
  const found = await lists().sections(anybody, { surface: 'only', n: 6, without: ['a'] })
  assert.ok(found.kind === 'sections')
  assert.deepEqual(
    found.sections.map(({ list }) => list.items.map(({ item }) => item.id)),
    [['b']],
  )
})
