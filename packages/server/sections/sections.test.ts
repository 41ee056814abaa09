import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Section } from '@lectern/protocol/rest/sections.ts'
import { newSection, sectionChange } from '@lectern/protocol/rest/sections.ts'
import { readAudit } from '../audit/audit.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { editor, putStories } from '../schedule/testing.ts'
import {
  addToSection,
  changeSection,
  createSection,
  deleteSection,
  dropFromSections,
  listSections,
  moveInSection,
  proposeSection,
  removeFromSection,
  restoreSection,
  restoreToSection,
  type SectionChanged,
  type SectionReach,
  servedSections,
} from './sections.ts'

let kernel: TestKernel
let reach: SectionReach
let surface = ''
let n = 0
const model = 'grouper 1'

before(async () => {
  kernel = await testKernel()
  await putStories(kernel, ['a', 'b', 'c', 'd', 'e'])
  reach = { kernel, settingsOf: () => ({ timeZone: 'UTC', publishHour: 0 }) }
})
after(() => kernel.close())

function newSurface(): void {
  surface = `surface-${n++}`
}
const sectionIn = (done: SectionChanged): Section => {
  assert.ok(done.kind === 'changed', JSON.stringify(done))
  return done.section
}
const create = async (items: string[], more: object = {}): Promise<Section> =>
  sectionIn(await createSection(reach, editor, newSection.parse({ surface, title: 'Long reads', items, ...more })))
const change = (id: string, what: object) => changeSection(reach, editor, { id, change: sectionChange.parse(what) })
const itemsOf = ({ items }: Section): string[] => items.map(({ item }) => item.id)
const assertNoGaps = ({ items }: Section): void =>
  assert.deepEqual(
    items.map(({ rank }) => rank),
    items.map((_, k) => k),
  )
const stored = async (id: string): Promise<Section> =>
  (await listSections(reach, surface)).sections.find((section) => section.id === id)!
const servedIds = async (): Promise<string[]> =>
  (await servedSections(kernel, '2026-01-01')).filter((one) => one.surface === surface).map(({ id }) => id)

test('ranks have no gaps after adding, moving, removing and putting back', async () => {
  newSurface()
  const { id: section } = await create(['a', 'b', 'c'])
  assert.deepEqual(itemsOf(sectionIn(await addToSection(reach, editor, { section, item: 'd', rank: 1 }))), [
    'a',
    'd',
    'b',
    'c',
  ])
  const moved = sectionIn(await moveInSection(reach, editor, { section, item: 'c', rank: 0 }))
  assert.deepEqual(itemsOf(moved), ['c', 'a', 'd', 'b'])
  assertNoGaps(moved)
  const why = { reason: 'DATED', comment: null } as const
  const less = sectionIn(await removeFromSection(reach, editor, { section, item: 'a', ...why }))
  assert.deepEqual(itemsOf(less), ['c', 'd', 'b'])
  assertNoGaps(less)
  const back = sectionIn(await restoreToSection(reach, editor, { section, item: 'a' }))
  assert.deepEqual([itemsOf(back), back.removed], [['c', 'a', 'd', 'b'], []])
  assertNoGaps(back)
})

test('a section keeps its id when it gets another title: who follows it follows on', async () => {
  newSurface()
  const { id } = await create(['a'])
  assert.match(id, /^long-reads-[0-9a-f]{8}$/)
  const renamed = sectionIn(await change(id, { title: 'Weekend reads' }))
  assert.deepEqual([renamed.id, renamed.title], [id, 'Weekend reads'])
})

test('what a change does not name stays: items, dates and authors of it too', async () => {
  newSurface()
  const { id } = await create(['a', 'b'], { subtitle: 'For the train', lastDay: '2026-02-01', iab: ['379'] })
  const changed = sectionIn(await change(id, { allowAds: false }))
  assert.deepEqual(
    [itemsOf(changed), changed.subtitle, changed.lastDay, changed.iab, changed.allowAds],
    [['a', 'b'], 'For the train', '2026-02-01', ['379'], false],
  )
})

test('a last day before the first is refused, also when only one of them changes', async () => {
  newSurface()
  const { id } = await create(['a'], { firstDay: '2026-03-01' })
  const done = await change(id, { lastDay: '2026-02-28' })
  assert.ok(done.kind === 'refused')
  assert.match(done.detail, /lastDay: 2026-02-28 is before the first day, 2026-03-01/)
  assert.throws(() => newSection.parse({ surface, title: 'x', firstDay: '2026-03-01', lastDay: '2026-02-28' }))
})

test('titles have at most 200 characters, subtitles 500, comments 100', () => {
  const fits = (what: object): boolean => newSection.safeParse({ surface: 'home', title: 'T', ...what }).success
  assert.ok(fits({ title: 'x'.repeat(200), subtitle: 'y'.repeat(500) }))
  assert.ok(!fits({ title: 'x'.repeat(201) }))
  assert.ok(!fits({ subtitle: 'y'.repeat(501) }))
})

test('the order of sections on their surface has no gaps after moving, deleting and restoring', async () => {
  newSurface()
  const ids: string[] = []
  for (const title of ['One', 'Two', 'Three']) ids.push((await create(['a'], { title })).id)
  const order = async () => (await listSections(reach, surface)).sections.map(({ title, rank }) => [title, rank])
  await change(ids[2]!, { rank: 0 })
  assert.deepEqual(await order(), [
    ['Three', 0],
    ['One', 1],
    ['Two', 2],
  ])
  await deleteSection(reach, editor, ids[0]!)
  assert.deepEqual(await order(), [
    ['Three', 0],
    ['Two', 1],
  ])
  sectionIn(await restoreSection(reach, editor, ids[0]!))
  assert.deepEqual(await order(), [
    ['Three', 0],
    ['One', 1],
    ['Two', 2],
  ])
})

const propose = (id: string, items: string[], more: object = {}) =>
  proposeSection(reach, { id, surface, title: 'Proposed', model, items, ...more })

test('a section that a model made is disabled and not served until a person enables it', async () => {
  newSurface()
  const id = `ml-${surface}`
  const done = await propose(id, ['a', 'b'])
  assert.ok(done.kind === 'proposed' && done.created)
  assert.equal((await stored(id)).status, 'DISABLED')
  assert.deepEqual(await servedIds(), [])
  assert.equal(sectionIn(await change(id, { enabled: true })).status, 'LIVE')
  assert.deepEqual(await servedIds(), [id])
  await propose(id, ['b'])
  assert.equal((await stored(id)).status, 'LIVE', 'a later proposal does not switch it off')
  await change(id, { enabled: false })
  await propose(id, ['a', 'b'])
  assert.equal((await stored(id)).status, 'DISABLED', 'nor on')
})

test('a proposal adds, reorders and deactivates; what a person removed stays out and is said', async () => {
  newSurface()
  const id = `ml-${surface}`
  await propose(id, ['a', 'b', 'c'])
  await removeFromSection(reach, editor, { section: id, item: 'b', reason: 'OFF_TOPIC', comment: null })
  const done = await propose(id, ['d', 'b', 'a', 'nothing'])
  assert.deepEqual(done, {
    kind: 'proposed',
    created: false,
    added: ['d'],
    deactivated: ['c'],
    skipped: [
      { item: 'b', why: 'removed-by-person' },
      { item: 'nothing', why: 'unknown' },
    ],
  })
  assert.deepEqual(itemsOf(await stored(id)), ['d', 'a'])
  assertNoGaps(await stored(id))
  const again = await propose(id, ['c', 'd', 'a'])
  assert.ok(again.kind === 'proposed' && again.added.includes('c'), 'what only the model left out may come back')
})

test('what a person placed in a proposed section keeps its place, and a title that a person wrote stays', async () => {
  newSurface()
  const id = `ml-${surface}`
  await propose(id, ['a', 'b', 'c'])
  await moveInSection(reach, editor, { section: id, item: 'c', rank: 0 })
  await addToSection(reach, editor, { section: id, item: 'e', rank: 1 })
  await change(id, { title: 'By a person' })
  await propose(id, ['b', 'd'], { title: 'By the model again' })
  const now = await stored(id)
  assert.deepEqual([itemsOf(now), now.title], [['c', 'e', 'b', 'd'], 'By a person'])
})

test('no model touches a section of a person, or brings back one that a person deleted', async () => {
  newSurface()
  const { id } = await create(['a'])
  const touched = await propose(id, ['b'])
  assert.ok(touched.kind === 'refused')
  assert.match(touched.detail, /A person made section/)
  await propose(`ml-${surface}`, ['a'])
  await deleteSection(reach, editor, `ml-${surface}`)
  const back = await propose(`ml-${surface}`, ['a'])
  assert.ok(back.kind === 'refused')
  assert.match(back.detail, /A person deleted section/)
})

test('what leaves the corpus leaves every section', async () => {
  newSurface()
  const first = await create(['a', 'b', 'c'])
  const second = await create(['b'])
  await kernel.database.db
    .transaction()
    .execute((transaction) => dropFromSections(transaction, 'b', { actor: editor, at: kernel.clock() }))
  assert.deepEqual([itemsOf(await stored(first.id)), itemsOf(await stored(second.id))], [['a', 'c'], []])
  assertNoGaps(await stored(first.id))
})

test('every change is in the log with who made it', async () => {
  newSurface()
  const { id } = await create(['a'])
  await change(id, { title: 'Other' })
  await removeFromSection(reach, editor, { section: id, item: 'a', reason: 'NO_IMAGE', comment: 'grey' })
  const log = await readAudit(kernel, { surface }, { limit: 10 })
  assert.deepEqual(
    log.map(({ action, whoName, reason, comment }) => [action, whoName, reason, comment]),
    [
      ['section.remove', 'Eva', 'NO_IMAGE', 'grey'],
      ['section.change', 'Eva', null, null],
      ['section.create', 'Eva', null, null],
    ],
  )
})
