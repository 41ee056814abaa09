import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AuditPage } from '@lectern/protocol/rest/audit.ts'
import { addReader, createSignInLink, grantRole, revokeRole, signIn } from '../accounts/accounts.ts'
import { openTestApp, type TestApp } from '../cli/app-testing.ts'
import { putTestItems } from '../events/testing.ts'
import { itemsById } from '../items/items.ts'
import { type AuditEntry, recordAudit } from './audit.ts'

const ada = { id: 'r1', name: 'Ada' }
let opened: TestApp
before(async () => {
  opened = await openTestApp({ sample: false })
})
after(() => opened.close())

const entry = (subject: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: opened.kernel.clock(),
  who: ada,
  action: 'prospect.approve',
  subjectKind: 'item',
  subject,
  ...more,
})
const record = (...entries: AuditEntry[]) =>
  opened.kernel.database.db.transaction().execute((transaction) => recordAudit(transaction, entries))
const read = async (query: string) =>
  (await opened.call<AuditPage>('GET', `/v1/desk/audit?${query}`, { cookie: opened.adminCookie })).body

test('what is recorded is read newest first, page by page, through its filters', async () => {
  await record(entry('a'), entry('b', { surface: 'home', before: { title: 'old' }, after: { title: 'new' } }))
  opened.kernel.advance(1000)
  await record(entry('c', { action: 'prospect.reject', reason: 'PAYWALL', comment: 'ends after a line' }))
  const first = await read('subjectKind=item&limit=2')
  assert.deepEqual(
    first.entries.map(({ subject }) => subject),
    ['c', 'b'],
  )
  assert.deepEqual(first.entries[1]?.after, { title: 'new' })
  const second = await read(`subjectKind=item&limit=2&before=${first.next}`)
  assert.deepEqual([second.entries.map(({ subject }) => subject), second.next], [['a'], null])
  const found = async (query: string) => (await read(query)).entries.map(({ subject }) => subject)
  assert.deepEqual(await found('action=prospect'), ['c', 'b', 'a'])
  assert.deepEqual(await found('action=prospect.reject'), ['c'])
  assert.deepEqual(await found('surface=home'), ['b'])
  assert.deepEqual(await found('who=Ada&subject=a'), ['a'])
  assert.deepEqual(await found(`from=${opened.kernel.clock()}&action=prospect`), ['c'])
})

test('an item that was recorded by its id alone is told by its title', async () => {
  await putTestItems(opened.kernel, ['told'])
  await record(entry('told', { action: 'name.test' }), entry('gone', { action: 'name.test' }))
  const { entries } = await read('action=name')
  assert.deepEqual(
    entries.map(({ subject, subjectName }) => [subject, subjectName]),
    [
      ['gone', null],
      ['told', (await itemsById(opened.kernel, ['told'])).get('told')!.title],
    ],
  )
})

test('the export has every entry, as JSON lines and as CSV that no spreadsheet runs', async () => {
  await record(
    entry('x', { action: 'file.test', comment: '=HYPERLINK("x"),\nno' }),
    entry('y', { action: 'file.test' }),
  )
  const get = async (format: string) => {
    const headers = { cookie: opened.adminCookie }
    const url = `http://localhost/v1/desk/audit/export?action=file&format=${format}`
    return await (await opened.app().fetch(new Request(url, { headers }))).text()
  }
  const lines = (await get('jsonl')).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { subject: string }).subject),
    ['y', 'x'],
  )
  const csv = await get('csv')
  assert.match(csv, /^id,at,who,whoName,action/)
  assert.match(csv, /2026-01-01T12:00:01\.000Z,r1,Ada,file\.test,,item,x,,,"'=HYPERLINK\(""x""\),\nno",,\r\n$/)
})

test('a role works within seconds of its grant, until it is revoked, and both are in the log', async () => {
  const { kernel } = opened
  const { id } = await addReader(kernel, 'Grace', 'reader')
  const entered = await signIn(kernel, await createSignInLink(kernel, id))
  assert.ok(entered.kind === 'signed-in')
  const cookie = `lectern_session=${entered.session}`
  const status = async () => (await opened.call('GET', '/v1/desk/audit', { cookie })).status
  assert.equal(await status(), 403)
  const grant = { role: 'analyst', surface: null, by: ada } as const
  assert.equal(await grantRole(kernel, id, grant), true)
  assert.equal(await grantRole(kernel, id, grant), false)
  kernel.advance(10_000)
  assert.equal(await status(), 200)
  assert.equal(await revokeRole(kernel, id, grant), true)
  assert.equal(await revokeRole(kernel, id, grant), false)
  kernel.advance(10_000)
  assert.equal(await status(), 403)
  const logged = (await read(`subject=${id}`)).entries.map(({ action, whoName }) => [action, whoName])
  assert.deepEqual(logged, [
    ['role.revoke', 'Ada'],
    ['role.grant', 'Ada'],
  ])
})
