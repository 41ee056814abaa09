import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Mirror } from '@lectern/protocol/rest/mirror.ts'
import { addReader, createSignInLink, grantRole, signIn } from '../accounts/accounts.ts'
import { openTestApp, type TestApp } from '../cli/app-testing.ts'
import { deviceOf, madeDay, occurrence, putChosen, send, uuid } from './testing.ts'

let opened: TestApp
let editor: { id: string; cookie: string }
let analyst: { id: string; cookie: string }

before(async () => {
  opened = await openTestApp({ sample: false })
  editor = await personOf('Eva', 'editor')
  analyst = await personOf('Ann', 'analyst')
  const { kernel } = opened
  await putChosen(kernel, ['a'], { by: editor.id })
  await send(
    kernel,
    Array.from({ length: 20 }, (_, k) => occurrence('impression', deviceOf(k), 'a', { slate: uuid(), slot: 0 })),
  )
})
after(() => opened.close())

async function personOf(name: string, role: 'editor' | 'analyst') {
  const { kernel } = opened
  const { id } = await addReader(kernel, name, 'reader')
  await grantRole(kernel, id, { role, surface: null, by: { id: 'owner', name: 'Ada' } })
  const entered = await signIn(kernel, await createSignInLink(kernel, id))
  assert.ok(entered.kind === 'signed-in')
  return { id, cookie: `lectern_session=${entered.session}` }
}
const look = (query: string, { cookie }: { cookie: string }) =>
  opened.call<Mirror & { detail: string }>('GET', `/v1/desk/mirror?${query}`, { cookie })

test('an editor sees their own by name of the item, over the last 28 days that are over', async () => {
  const { status, body } = await look('', editor)
  assert.equal(status, 200)
  assert.deepEqual([body.from, body.until, body.threshold], ['2025-12-04', '2025-12-31', 20])
  assert.deepEqual(
    body.dimensions[0]!.rows.map(({ key, name, readers }) => [key, name, readers]),
    [['a', 'Title of a: aa ba ca da ea', 20]],
  )
  assert.deepEqual(
    body.days.map(({ day }) => day),
    [madeDay],
  )
})

test('an editor may not look at others, an analyst may', async () => {
  for (const whose of ['all', analyst.id]) assert.equal((await look(`editor=${whose}`, editor)).status, 403)
  for (const whose of ['all', editor.id]) {
    const { status, body } = await look(`editor=${whose}`, analyst)
    assert.deepEqual([status, body.chosen], [200, 1])
  }
  assert.equal((await look('', analyst)).body.chosen, 0)
})

test('a day that is not over, too many days and days in the wrong order are refused in words', async () => {
  const today = await look('from=2026-01-01&until=2026-01-01', editor)
  assert.equal(today.status, 400)
  assert.match(today.body.detail, /must end before today, 2026-01-01/)
  assert.match((await look('from=2025-01-01', editor)).body.detail, /365 days; 1 to 92 are allowed/)
  assert.equal((await look('from=2025-12-02&until=2025-12-01', editor)).status, 400)
})

test('a look is answered again for ten minutes, then anew', async () => {
  const before = (await look('surface=home', editor)).body.total!.impressions
  await send(opened.kernel, [occurrence('impression', deviceOf(99), 'a', { slate: uuid(), slot: 0 })])
  assert.equal((await look('surface=home', editor)).body.total!.impressions, before)
  opened.kernel.advance(600_000)
  assert.equal((await look('surface=home', editor)).body.total!.impressions, before + 1)
})
