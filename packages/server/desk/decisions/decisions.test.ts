// Decisions: what may be approved, what a decision changes, and that taking it back leaves no trace but in the log.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ItemHistory } from '@lectern/protocol/rest/desk-corpus.ts'
import { openTestApp, type TestApp } from '../../cli/app-testing.ts'
import { putItems } from '../../items/items.ts'
import { cookieOf, deskOf, prospectOf } from '../testing.ts'

let app: TestApp
let grace: ReturnType<typeof deskOf>
let alan: ReturnType<typeof deskOf>
before(async () => {
  app = await openTestApp({ sample: false })
  grace = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Grace', { role: 'editor' }))
  alan = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Alan', { role: 'editor', surface: 'side' }))
})
after(() => app.close())

const rows = async (sql: string, ...values: unknown[]) => (await app.kernel.database.pool.query(sql, values)).rows
/** Everything the Desk knows of an address, to compare before and after. */
const everything = async (id: string) => ({
  prospect: await rows('select * from prospect where id = $1', id),
  corpus: await rows('select * from corpus_item where prospect = $1', id),
  rejected: await rows('select * from rejected_item where id = $1', id),
})

test('an approved prospect is in lists before the answer, in the corpus, and no longer in the queue', async () => {
  await grace.add(prospectOf('good'))
  assert.deepEqual(await grace.queue(), ['good'])
  const { status, body } = await grace.decide('good', { kind: 'approve', timeSensitive: true })
  assert.deepEqual([status, body.state, body.item], [200, 'approved', 'good'])
  assert.ok((await grace.shown()).includes('good'))
  assert.deepEqual(await grace.queue(), [])
  const { item, history } = (await grace.ask<ItemHistory>('GET', '/v1/desk/items/good')).body
  assert.deepEqual([item?.title, item?.authors, item?.timeSensitive], ['Title of good', ['Ada Writer'], true])
  assert.deepEqual(
    history.map(({ action, whoName }) => [action, whoName]),
    [['prospect.approve', 'Grace']],
  )
})

test('a topic must be known to approve; title 2 to 255, excerpt at least 20, authors named; each said at its place', async () => {
  const flawed = { topic: null, title: 'x', excerpt: 'too short', authors: [] }
  await grace.add(prospectOf('flawed', flawed))
  const refused = await grace.decide('flawed', { kind: 'approve' })
  assert.equal(refused.status, 400)
  const { errors } = refused.body as unknown as { errors: { path: string }[] }
  assert.deepEqual(
    errors.map(({ path }) => path),
    ['topic', 'title', 'excerpt', 'authors'],
  )
  assert.deepEqual(await grace.queue(), ['flawed'])
  const patch = { topic: 'food' as const, title: 'Soup', excerpt: 'How soup was invented.', authors: ['Ida Cook'] }
  assert.equal((await grace.decide('flawed', { kind: 'approve', patch })).status, 200)
  assert.equal((await rows('select title from item where id = $1', 'flawed'))[0].title, 'Soup')
})

test('a title of 256 characters is refused, one of 255 is not', async () => {
  await grace.add(prospectOf('long', { title: 'x'.repeat(256) }), prospectOf('fits', { title: 'x'.repeat(255) }))
  assert.equal((await grace.decide('long', { kind: 'approve' })).status, 400)
  assert.equal((await grace.decide('fits', { kind: 'approve' })).status, 200)
  await grace.decide('long', { kind: 'dismiss' })
})

test('a rejection has a typed reason; OTHER asks for a comment of at most 100 characters', async () => {
  await grace.add(prospectOf('poor'))
  assert.equal((await grace.decide('poor', { kind: 'reject', reason: 'OTHER' })).status, 400)
  const long = await grace.decide('poor', { kind: 'reject', reason: 'OTHER', comment: 'x'.repeat(101) })
  assert.equal(long.status, 400)
  assert.equal((await grace.decide('poor', { kind: 'reject', reason: 'UGLY' as never })).status, 400)
  assert.equal((await grace.decide('poor', { kind: 'reject', reason: 'OTHER', comment: 'a stub' })).status, 200)
  assert.equal((await rows('select comment from rejected_item where id = $1', 'poor'))[0].comment, 'a stub')
})

test('an address is unique over approved and rejected: found again it does not wait again', async () => {
  const again = await grace.add(prospectOf('other', { url: prospectOf('good').url }), prospectOf('poor'))
  assert.deepEqual(
    again.known.map(({ id, as }) => [id, as]),
    [
      ['good', 'approved'],
      ['poor', 'rejected'],
    ],
  )
  assert.deepEqual(again.added, [])
})

test('of two editors the second is told who decided what meanwhile, and changes nothing', async () => {
  await grace.add(prospectOf('raced'))
  const [first, second] = await Promise.all([
    grace.decide('raced', { kind: 'approve' }),
    alan.decide('raced', { kind: 'reject', reason: 'PAYWALL' }),
  ])
  const [won, lost] = first.status === 200 ? [first, second] : [second, first]
  assert.deepEqual([won.status, lost.status], [200, 409])
  assert.match(lost.body.detail ?? '', /“Title of raced” was (approved by Grace|rejected by Alan) at 2026-01-01T12:00Z/)
  const { length } = await rows('select 1 from desk_decision where prospect = $1', 'raced')
  assert.equal(length, 1)
})

test('an editor of one surface decides nothing that was proposed for another', async () => {
  await grace.add(prospectOf('home only', { surface: 'home' }))
  const refused = await alan.decide('home%20only', { kind: 'dismiss' })
  assert.deepEqual([refused.status, /editor of "home"/.test(refused.body.detail ?? '')], [403, true])
  assert.equal((await grace.decide('home%20only', { kind: 'dismiss' })).status, 200)
})

test('what is put off is back when its time has come', async () => {
  await grace.add(prospectOf('later'))
  const now = app.kernel.clock()
  assert.equal((await grace.decide('later', { kind: 'later', until: now })).status, 400)
  assert.equal((await grace.decide('later', { kind: 'later', until: now + 5000 })).status, 200)
  assert.deepEqual([await grace.queue(), await grace.queue('state=later')], [[], ['later']])
  app.kernel.advance(5000)
  assert.deepEqual([await grace.queue(), await grace.queue('state=later')], [['later'], []])
  assert.equal((await grace.decide('later', { kind: 'dismiss' })).status, 200)
})

for (const body of [
  { kind: 'approve', patch: { title: 'A better title' } },
  { kind: 'reject', reason: 'COMMERCIAL' },
  { kind: 'dismiss' },
  { kind: 'later', until: Date.UTC(2027, 0) },
] as const) {
  test(`undo of ${body.kind} truly reverses it: rows as before, nothing shown, said in the log`, async () => {
    const id = `undo-${body.kind}`
    await grace.add(prospectOf(id))
    const was = await everything(id)
    const { body: made } = await grace.decide(id, body)
    assert.notDeepEqual(await everything(id), was)
    const { status } = await grace.undo(made.decision)
    assert.equal(status, 200)
    assert.deepEqual(await everything(id), was)
    assert.ok((await grace.queue()).includes(id))
    assert.ok(!(await grace.shown()).includes(id))
    const { history } = (await grace.ask<ItemHistory>('GET', `/v1/desk/items/${id}`)).body
    assert.deepEqual(
      history.map(({ action }) => action),
      ['decision.undo', `prospect.${body.kind}`],
    )
    assert.equal((await grace.undo(made.decision)).status, 409)
    assert.equal((await grace.decide(id, { kind: 'dismiss' })).status, 200)
  })
}

test('a decision is taken back by who made it or a chief, and only when none about the same came later', async () => {
  await grace.add(prospectOf('twice'))
  const first = (await grace.decide('twice', { kind: 'approve' })).body
  assert.equal((await alan.undo(first.decision)).status, 403)
  const second = await grace.ask<{ decision: string }>('POST', '/v1/desk/items/twice/reject', { reason: 'PAYWALL' })
  assert.match((await grace.undo(first.decision)).body.detail ?? '', /later decision stands \(reject\)/)
  assert.equal((await grace.undo(second.body.decision)).status, 200)
  const chief = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Cleo', { role: 'chief' }))
  assert.equal((await chief.undo(first.decision)).status, 200)
})

test('reject of an approved item takes it down at once; undo brings it back as it was', async () => {
  await grace.add(prospectOf('risen'))
  await grace.decide('risen', { kind: 'approve', timeSensitive: true })
  const was = await everything('risen')
  const { body } = await grace.ask<{ decision: string }>('POST', '/v1/desk/items/risen/reject', {
    reason: 'MISINFORMATION',
    comment: 'retracted',
  })
  assert.ok(!(await grace.shown()).includes('risen'))
  assert.deepEqual([(await everything('risen')).corpus.length, (await everything('risen')).rejected.length], [0, 1])
  await grace.undo(body.decision)
  assert.deepEqual(await everything('risen'), was)
  assert.ok((await grace.shown()).includes('risen'))
})

test('a rejected one can be restored to the queue, and that can be taken back', async () => {
  await grace.add(prospectOf('second chance'))
  await grace.decide('second%20chance', { kind: 'reject', reason: 'PAYWALL' })
  const was = await everything('second chance')
  const restored = await grace.ask<{ decision: string }>('POST', '/v1/desk/rejected/second%20chance/restore')
  assert.equal(restored.status, 200)
  assert.ok((await grace.queue()).includes('second chance'))
  assert.equal((await grace.ask('POST', '/v1/desk/rejected/second%20chance/restore')).status, 404)
  await grace.undo(restored.body.decision)
  assert.deepEqual(await everything('second chance'), was)
})

test('a prospect whose address is an imported item becomes that item, and undo leaves it as imported', async () => {
  const url = 'https://paper.example/imported'
  const imported = {
    ...prospectOf('import:7'),
    url,
    topic: 'tech',
    title: 'Imported',
    origin: 'import:test',
    editorialRank: 3,
  }
  await putItems(app.kernel, [imported])
  await grace.add(prospectOf('imported', { url, title: 'Edited' }))
  const { body } = await grace.decide('imported', { kind: 'approve' })
  assert.equal(body.item, 'import:7')
  const stored = () => rows('select id, title, origin, editorial_rank, taken_down_at from item where url = $1', url)
  assert.deepEqual(await stored(), [
    { id: 'import:7', title: 'Edited', origin: 'import:test', editorial_rank: 3, taken_down_at: null },
  ])
  await grace.undo(body.decision)
  assert.deepEqual((await stored())[0].title, 'Imported')
  assert.equal((await stored())[0].taken_down_at, null)
})

test('an excluded domain can be approved and not scheduled', async () => {
  await rows(
    "insert into publisher_domain (domain, name, state, updated_by, updated_at) values ('bad.example', 'Bad', 'excluded', 'x', 0)",
  )
  await grace.add(prospectOf('bad', { domain: 'bad.example', publisher: 'Bad' }))
  const schedule = { surface: 'home', day: '2026-01-02' }
  const refused = await grace.decide('bad', { kind: 'approve', schedule })
  assert.deepEqual([refused.status, /bad\.example is excluded/.test(refused.body.detail ?? '')], [400, true])
  assert.equal((await grace.decide('bad', { kind: 'approve' })).status, 200)
})

test('what cannot be scheduled is not approved either', async () => {
  await grace.add(prospectOf('unscheduled'))
  const was = (await everything('unscheduled')).prospect
  const schedule = { surface: 'home', day: '2025-01-01' }
  const refused = await grace.decide('unscheduled', { kind: 'approve', schedule })
  assert.ok(refused.status >= 400, JSON.stringify(refused.body))
  assert.match(refused.body.detail ?? '', /It was not approved either/)
  assert.deepEqual((await everything('unscheduled')).prospect, was)
  assert.ok(!(await grace.shown()).includes('unscheduled'))
})
