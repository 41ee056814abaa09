// Two servers on one database: what is taken down, stored or done at one is so at the other within a second.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { addReader, createSignInLink, signIn } from './accounts/accounts.ts'
import { type App, openApp } from './app.ts'
import { uuid } from './events/testing.ts'
import { putItems } from './items/items.ts'
import { takeDownItem } from './items/takedown.ts'
import { type TestKernel, testKernel } from './kernel/testing.ts'
import { goBack, publish } from './priorities/priorities.ts'
import { fillSample } from './samples/samples.ts'

let kernel: TestKernel
let here: App
let there: App
const sessions = new Map<string, string>()

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  for (const role of ['reader', 'editor'] as const) {
    const { id } = await addReader(kernel, role, role)
    const signedIn = await signIn(kernel, await createSignInLink(kernel, id))
    assert.ok(signedIn.kind === 'signed-in')
    sessions.set(role, signedIn.session)
  }
  const options = { webFolder: '/nowhere', version: 'test' }
  here = await openApp(kernel, options)
  there = await openApp(kernel, options)
})
after(async () => {
  await here.close()
  await there.close()
  await kernel.close()
})

const as = (role: 'reader' | 'editor' | null, body?: object): RequestInit => ({
  headers: {
    ...(role === null ? {} : { authorization: `Bearer ${sessions.get(role)}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})

async function listOf(app: App, role: 'reader' | null): Promise<Slate> {
  const response = await app.routes.request('/v1/recommendations?n=40', as(role))
  assert.equal(response.status, 200)
  return (await response.json()) as Slate
}
const ids = (list: Slate): string[] => list.items.map(({ item }) => item.id)

const takedown = (app: App, item: string, role: 'reader' | 'editor' | null, reason: string = 'retracted') =>
  app.routes.request(`/v1/items/${encodeURIComponent(item)}/takedown`, { ...as(role, { reason }), method: 'PUT' })

/** Asks again until it is true, for a second at most. */
async function withinASecond(true_: () => Promise<boolean>): Promise<void> {
  const begun = performance.now()
  while (!(await true_())) {
    assert.ok(performance.now() - begun < 1000, 'not within a second')
    await kernel.database.pool.query('select pg_sleep(0.01)')
  }
}

test('an item that is taken down is in no list from the answer on, in no cached one either; elsewhere within a second', async () => {
  const item = ids(await listOf(here, null))[0]!
  assert.ok(ids(await listOf(there, null)).includes(item))
  assert.equal((await takedown(here, item, 'editor')).status, 200)
  for (const role of [null, 'reader'] as const) assert.ok(!ids(await listOf(here, role)).includes(item))
  await withinASecond(async () => !ids(await listOf(there, null)).includes(item))
  assert.ok(!ids(await listOf(there, 'reader')).includes(item))

  const restored = await here.routes.request(`/v1/items/${item}/takedown`, {
    ...as('editor', {}),
    method: 'DELETE',
  })
  assert.deepEqual(await restored.json(), { item, takenDown: false })
  assert.ok(ids(await listOf(here, null)).includes(item))
})

test('only editors and administrators take down, with a reason, what exists', async () => {
  const item = ids(await listOf(here, null))[1]!
  assert.equal((await takedown(here, item, null)).status, 401)
  assert.equal((await takedown(here, item, 'reader')).status, 403)
  assert.equal((await takedown(here, item, 'editor', ' ')).status, 400)
  assert.equal((await takedown(here, 'nothing', 'editor')).status, 404)
  assert.ok(ids(await listOf(here, null)).includes(item))
})

test('a takedown by another process, and a new item, are served within a second', async () => {
  const item = ids(await listOf(here, null))[2]!
  await takeDownItem(kernel, item, { reason: 'spam', by: 'command line' })
  await withinASecond(async () => !ids(await listOf(here, 'reader')).includes(item))
  const rest = { excerpt: null, publisher: 'New', topic: 'tech', language: 'en', minutes: 3, imageUrl: null }
  const fresh = { id: 'just-approved', url: 'https://example.org/just', title: 'Just approved', publishedAt: null }
  await putItems(kernel, [{ ...fresh, ...rest, origin: 'test', editorialRank: 0 }])
  for (const app of [here, there])
    await withinASecond(async () => ids(await listOf(app, 'reader')).includes('just-approved'))
})

test('what an editor schedules and groups at one server is in the next list there, and elsewhere within a second', async () => {
  const send = (app: App, path: string, body: object) =>
    app.routes.request(path, { ...as('editor', body), method: 'POST' })
  const listed = async (app: App, path: string, body: object) => (await send(app, path, body)).json() as Promise<never>
  const first = async (app: App): Promise<string | undefined> =>
    ids(await listed(app, '/v1/surfaces/front/recommend', { recipe: 'editorial', n: 1 }))[0]
  const titles = async (app: App): Promise<string[]> => {
    const { sections } = (await listed(app, '/v1/surfaces/front/sections', {})) as { sections: { title: string }[] }
    return sections.map(({ title }) => title)
  }
  const item = ids(await listOf(here, null))[5]!
  const day = new Date(kernel.clock()).toISOString().slice(0, 10)
  const scheduled = await send(here, '/v1/desk/schedule', { surface: 'front', day, item })
  assert.equal(scheduled.status, 200, await scheduled.text())
  assert.equal(await first(here), item)
  await withinASecond(async () => (await first(there)) === item)
  const made = await send(here, '/v1/desk/sections', { surface: 'front', title: 'Long reads', items: [item] })
  assert.equal(made.status, 200, await made.text())
  assert.deepEqual(await titles(here), ['Long reads'])
  await withinASecond(async () => (await titles(there)).includes('Long reads'))
})

test('what a reader does at one server the other knows within a second', async () => {
  const opened = ids(await listOf(here, 'reader'))[0]!
  assert.ok(ids(await listOf(there, 'reader')).includes(opened))
  const event = { kind: 'open', id: uuid(1), item: opened, at: kernel.clock() }
  const sent = await here.routes.request('/v1/events', {
    ...as('reader', { version: 1, events: [event] }),
    method: 'POST',
  })
  assert.equal(sent.status, 200, await sent.text())
  await withinASecond(async () => !ids(await listOf(there, 'reader')).includes(opened))
})

test('priorities that are published are in force on both within a second, and so is the way back', async () => {
  const signed = { surface: 'home', owner: 'o', reason: 'why', by: { id: 'a', name: 'A' } }
  const before = (await listOf(there, 'reader')).priorities
  const document = { publishersApart: 2 }
  const { base } = await publish(kernel, { ...signed, document, rollout: { kind: 'everybody' } })
  for (const app of [here, there])
    for (const role of [null, 'reader'] as const)
      await withinASecond(async () => (await listOf(app, role)).priorities === base)
  await goBack(kernel, signed)
  await withinASecond(async () => (await listOf(there, 'reader')).priorities === before)
})
