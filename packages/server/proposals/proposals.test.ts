import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { surfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { drawnLists, factors, putChosen, send } from '../mirror/testing.ts'
import { boardOf, removeEntry, restoreEntry, servedBoards } from '../schedule/schedule.ts'
import { deleteSection, listSections, removeFromSection } from '../sections/sections.ts'
import { spreadOut } from './candidates.ts'
import { proposeAll } from './proposals.ts'

const editor = { id: 'eva', name: 'Eva' }
const surface = 'home'
const tomorrow = '2026-01-02'
let kernel: TestKernel

const settings = surfaceSettings.parse({})
const schedule = () => ({ kernel, settingsOf: () => settings, marksOf: async () => new Map() })
const propose = () => proposeAll({ kernel, settingsOf: () => settings })
const board = () => boardOf(schedule(), { surface, day: tomorrow })
const sections = async () => (await listSections({ kernel, settingsOf: () => settings }, surface)).sections
const names = (topic: string): string[] => Array.from({ length: 8 }, (_, k) => `${topic}-${k}`)

before(async () => {
  kernel = await testKernel()
  // At five in the morning the next day is still open.
  kernel.advance(-7 * 3_600_000)
  for (const topic of ['food', 'travel', 'health', 'arts'])
    for (const [k, id] of names(topic).entries())
      await putChosen(kernel, [id], { by: 'eva', topic, publisher: `Paper ${k}` })
  await putChosen(kernel, ['lone'], { by: 'eva', topic: 'sports', publisher: 'Lone' })
  await putChosen(kernel, ['nobody-approved'], { by: null, topic: 'food', publisher: 'Other' })
  await send(kernel, drawnLists(names('food'), 60))
})
after(() => kernel.close())

test('a board is proposed for tomorrow: approved items, spread over topics and publishers, shown only after a review', async () => {
  const proposed = await propose()
  assert.equal(proposed.entries, 10)
  const { entries } = await board()
  assert.deepEqual([...new Set(entries.map(({ source }) => source))], ['model'])
  assert.ok(entries.every(({ waits }) => waits))
  assert.ok(!entries.some(({ item }) => item.id === 'nobody-approved'))
  for (const field of ['topic', 'publisher'] as const) {
    const counts = Map.groupBy(entries, ({ item }) => item[field])
    const most = Math.max(...[...counts.values()].map(({ length }) => length))
    assert.ok(most <= (field === 'topic' ? 3 : 2), `${most} of one ${field}`)
  }
  assert.deepEqual(await servedBoards(kernel, tomorrow), [])
})

test('sections are proposed for topics with enough fresh items, disabled until a person enables them', async () => {
  const made = await sections()
  assert.deepEqual(
    made.map(({ id, title, source, status, items }) => [id, title, source, status, items.length >= 6]),
    ['arts', 'food', 'health', 'travel'].map((topic) => [
      `home-topic-${topic}`,
      `${topic[0]!.toUpperCase()}${topic.slice(1)}`,
      'model',
      'DISABLED',
      true,
    ]),
  )
})

test('what a person removed is not added again, neither by a second run nor on another day', async () => {
  const entry = (await board()).entries[0]!
  await removeEntry(schedule(), editor, { id: entry.id, reason: 'NICHE', comment: null })
  const food = (await sections()).find(({ id }) => id === 'home-topic-food')!
  const gone = food.items[0]!.item.id
  const reach = { kernel, settingsOf: () => settings }
  await removeFromSection(reach, editor, { section: food.id, item: gone, reason: 'DATED', comment: null })
  await deleteSection(reach, editor, 'home-topic-arts')
  for (let day = 0; day < 3; day++) {
    await propose()
    assert.ok(!(await sections()).some(({ id, items }) => id === food.id && items.some(({ item }) => item.id === gone)))
    assert.ok(!(await sections()).some(({ id }) => id === 'home-topic-arts'))
    for (const proposedDay of [tomorrow, '2026-01-03', '2026-01-04', '2026-01-05']) {
      const { entries } = await boardOf(schedule(), { surface, day: proposedDay })
      assert.ok(!entries.some(({ item }) => item.id === entry.item.id), `${entry.item.id} is back on ${proposedDay}`)
    }
    kernel.advance(86_400_000)
  }
  kernel.advance(-3 * 86_400_000)
})

test('a day is proposed once: a board that a person thinned out stays as it is', async () => {
  const before = (await board()).entries.length
  assert.equal(before, 9)
  await propose()
  assert.equal((await board()).entries.length, before)
})

test('a person may put it back', async () => {
  const { removed } = await board()
  await restoreEntry(schedule(), editor, removed[0]!.id)
  assert.equal((await board()).entries.length, 10)
})

test('what readers opened more than expected and nobody decided on waits as a prospect once it has rested', async () => {
  await putChosen(kernel, [...Object.keys(factors)], { by: null, topic: 'society' })
  const { rows } = await kernel.database.pool.query(
    "select count(*)::integer as n from prospect where source = 'model'",
  )
  assert.deepEqual(rows, [{ n: 0 }])
  await send(kernel, drawnLists(Object.keys(factors), 900))
  assert.equal((await propose()).dueAgain, 0, 'shown yesterday')
  kernel.advance(32 * 86_400_000)
  assert.ok((await propose()).dueAgain >= 1)
  const due = await kernel.database.pool.query(
    "select id, source_detail from prospect where source = 'model' order by id",
  )
  const ids = due.rows.map(({ id }) => id)
  assert.ok(ids.includes('great') && !ids.includes('poor') && !ids.includes('food-0'), ids.join())
  assert.equal(due.rows[0].source_detail, 'opened more than expected, not shown for 30 days')
  assert.equal((await propose()).dueAgain, 0)
})

test('a list is spread out in its order, and what has no topic or publisher is not held back', () => {
  const item = (id: string, publisher: string | null, topic: string | null) => ({ id, publisher, topic }) as never
  const ranked = [
    item('a', 'x', 't'),
    item('b', 'x', 't'),
    item('c', 'y', 't'),
    item('d', null, null),
    item('e', null, null),
  ]
  const chosen = spreadOut(ranked, { n: 3, perPublisher: 1, perTopic: 2 })
  assert.deepEqual(
    chosen.map(({ id }) => id),
    ['a', 'c', 'd'],
  )
})
