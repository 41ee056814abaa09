// Decisions together with boards and sections, which other slices keep: the whole app.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Board } from '@lectern/protocol/rest/schedule.ts'
import { deskJobs } from '../../app-desk.ts'
import { openTestApp, type TestApp } from '../../cli/app-testing.ts'
import { cookieOf, deskOf, prospectOf } from '../testing.ts'

const day = '2026-01-02'
let app: TestApp
let chief: ReturnType<typeof deskOf>
before(async () => {
  app = await openTestApp({ sample: false })
  chief = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Cleo', { role: 'chief' }))
})
after(() => app.close())

const onBoard = async (of = day): Promise<string[]> => {
  const { body } = await chief.ask<Board>('GET', `/v1/desk/schedule?surface=home&day=${of}`)
  return body.entries.map(({ item }) => item.id)
}
const inSections = async (): Promise<object[]> =>
  (await app.kernel.database.pool.query('select section, item, rank from desk_section_item order by section, rank'))
    .rows
const approve = (id: string, schedule?: { surface: string; day: string }) =>
  chief.decide(id, { kind: 'approve', ...(schedule && { schedule }) })
const runJob = async (name: string): Promise<void> => {
  const job = deskJobs(app.kernel).find((each) => each.name === name)!
  await job.run(new AbortController().signal)
}

test('approve and schedule puts it on the board of that day; undo takes it off', async () => {
  await chief.add(prospectOf('first'), prospectOf('second'))
  await approve('first', { surface: 'home', day })
  const { body } = await approve('second', { surface: 'home', day })
  assert.deepEqual(await onBoard(), ['first', 'second'])
  await chief.undo(body.decision)
  assert.deepEqual(await onBoard(), ['first'])
})

test('a day that is past is refused, and then it is not approved either', async () => {
  const refused = await approve('second', { surface: 'home', day: '2025-12-31' })
  assert.deepEqual([refused.status, /not approved either/.test(refused.body.detail ?? '')], [400, true])
  assert.deepEqual(await chief.queue(), ['second'])
})

test('approving and scheduling is one transaction: what breaks off between them leaves nothing', async () => {
  const { pool } = app.kernel.database
  const corpus = async () => (await pool.query('select item from corpus_item order by item')).rows
  const was = [await corpus(), await onBoard()]
  await pool.query(`create function broken() returns trigger language plpgsql as $$ begin raise 'broken off'; end $$`)
  await pool.query('create trigger broken before insert on scheduled_item execute function broken()')
  const answered = await approve('second', { surface: 'home', day })
  await pool.query('drop function broken cascade')
  assert.ok(answered.status >= 500, String(answered.status))
  assert.deepEqual([await corpus(), await onBoard()], was)
  assert.deepEqual(await chief.queue(), ['second'])
})

test('reject of an approved item removes schedule and section rows; undo puts them where they were', async () => {
  await approve('second', { surface: 'home', day })
  const body = { surface: 'home', title: 'Weekend', items: ['first', 'second'] }
  const made = await chief.ask('POST', '/v1/desk/sections', body)
  assert.ok(made.status < 300, JSON.stringify(made.body))
  const was = await inSections()
  assert.equal(was.length, 2)
  const rejected = await chief.ask<{ decision: string }>('POST', '/v1/desk/items/first/reject', { reason: 'PAYWALL' })
  assert.deepEqual([await onBoard(), (await inSections()).length], [['second'], 1])
  assert.equal((await chief.undo(rejected.body.decision)).status, 200)
  assert.deepEqual(await onBoard(), ['first', 'second'])
  assert.deepEqual(await inSections(), was)
})

test('reject takes a story out of collections, an emptied one from readers; undo puts both back', async () => {
  await chief.add(prospectOf('tale'), prospectOf('kept'))
  for (const id of ['tale', 'kept']) await approve(id)
  const collection = (slug: string, stories: string[]) => ({
    ...{ slug, title: 'Summer', excerpt: 'For long evenings.', intro: '', imageUrl: null, language: 'en' },
    ...{ status: 'PUBLISHED', authors: ['Eva'], partner: null },
    // By item, or by address alone.
    stories: stories.map((id, k) => ({
      url: `https://paper.example/${id}`,
      title: id,
      authors: [],
      item: k === 0 ? id : null,
    })),
  })
  for (const body of [collection('both', ['kept', 'tale']), collection('alone', ['tale'])]) {
    assert.equal((await chief.ask('POST', '/v1/desk/collections', body)).status, 200)
  }
  const shown = async () =>
    await Promise.all(
      ['both', 'alone'].map(async (slug) => {
        const { body } = await chief.ask<{ stories?: { title: string }[] }>('GET', `/v1/collections/${slug}`)
        return body.stories?.map(({ title }) => title)
      }),
    )
  const was = await shown()
  const rejected = await chief.ask<{ decision: string }>('POST', '/v1/desk/items/tale/reject', { reason: 'PAYWALL' })
  assert.deepEqual(await shown(), [['kept'], undefined])
  assert.equal((await chief.undo(rejected.body.decision)).status, 200)
  assert.deepEqual([was, await shown()], Array(2).fill([['kept', 'tale'], ['tale']]))
})

test('nothing of an excluded domain is scheduled, also not from the board', async () => {
  await chief.add(prospectOf('out', { domain: 'out.example', publisher: 'Out', url: 'https://out.example/1' }))
  await approve('out')
  await chief.ask('PATCH', '/v1/desk/publishers/out.example', { state: 'excluded' })
  const refused = await chief.ask<{ detail: string }>('POST', '/v1/desk/schedule', {
    surface: 'home',
    day,
    item: 'out',
  })
  assert.deepEqual([refused.status, /out\.example is excluded/.test(refused.body.detail)], [400, true])
})

test('once its day is past, the domain of what stood on the board is trusted', async () => {
  const state = async () =>
    (await chief.ask<{ publishers: { state: string }[] }>('GET', '/v1/desk/publishers?q=paper')).body.publishers[0]
      ?.state
  await runJob('schedule.tell-shown')
  assert.equal(await state(), 'unknown')
  app.kernel.advance(3 * 86_400_000)
  await runJob('schedule.tell-shown')
  assert.equal(await state(), 'trusted')
})

test('what waits is judged every minute: a second telling is marked as a duplicate, the queue goes by value', async () => {
  const told = {
    title: 'Council votes to save the old harbour bridge after a year of debate in the town',
    excerpt: 'The council voted on Tuesday to save the old harbour bridge after a year.',
  }
  await chief.add(prospectOf('told', told))
  app.kernel.advance(1000)
  await chief.add(prospectOf('again', { ...told, domain: 'copy.example', url: 'https://copy.example/1' }))
  await runJob('judging.judge')
  assert.deepEqual(await chief.queue('warning=duplicate'), ['again'])
  const rows = await app.kernel.database.pool.query('select 1 from prospect where judged_at is null')
  assert.equal(rows.rowCount, 0)
})
