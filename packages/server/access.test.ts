// Who may do what, over the whole app: keys, scopes, surfaces, origins, rates, and the sessions that were there before.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createKey } from './accounts/accounts.ts'
import { openTestApp, type Sent, type TestApp } from './cli/app-testing.ts'
import { open, putTestItems, uuid } from './events/testing.ts'
import type { TestKernel } from './kernel/testing.ts'

const page = 'https://news.example'
let opened: TestApp
let kernel: TestKernel
let admin: string

before(async () => {
  opened = await openTestApp({ sample: false })
  kernel = opened.kernel
  admin = opened.adminCookie
  await putTestItems(kernel, ['a', 'b'])
  await call('PUT', '/v1/surfaces/newtab', { cookie: admin, body: { origins: [page] } })
})
after(() => opened.close())

const call = (method: string, path: string, { origin, ...sent }: Sent & { origin?: string } = {}) =>
  opened.call<{ [key: string]: unknown }>(method, path, {
    ...sent,
    ...(origin === undefined ? {} : { headers: { origin } }),
  })
const key = (wanted: Parameters<TestApp['key']>[0]) => opened.key(wanted)

const events = (...list: unknown[]) => ({ version: 1, events: list })
const byReader = (n: number, reader: string) => ({ kind: 'open', id: uuid(n), item: 'a', reader, at: kernel.clock() })

test('an administrator makes, sees and revokes keys; the secret is told once and kept as a hash', async () => {
  const made = await call('POST', '/v1/keys', { cookie: admin, body: { name: 'shop', surface: 'digest' } })
  assert.equal(made.status, 201)
  const secret = String(made.body.secret)
  const listed = await call('GET', '/v1/keys', { cookie: admin })
  assert.ok(JSON.stringify(listed.body).includes(String(made.body.id)))
  assert.ok(!JSON.stringify(listed.body).includes(secret))
  const stored = await kernel.database.pool.query('select * from api_key')
  assert.ok(!JSON.stringify(stored.rows).includes(secret))
  assert.equal((await call('GET', '/v1/surfaces', { key: secret })).status, 200)
  assert.equal(
    (await call('DELETE', `/v1/keys/${made.body.id}`, { cookie: admin, origin: 'http://localhost' })).status,
    204,
  )
  const refused = await call('GET', '/v1/surfaces', { key: secret })
  assert.deepEqual([refused.status, refused.body.type], [401, '/problems/bad-key'])
  assert.equal(
    (await call('DELETE', `/v1/keys/${made.body.id}`, { cookie: admin, origin: 'http://localhost' })).status,
    404,
  )
})

test('another site cannot use the cookie of an administrator', async () => {
  const from = { cookie: admin, origin: 'https://evil.example' }
  assert.equal((await call('DELETE', '/v1/surfaces/newtab', from)).status, 403)
})

test('nobody else touches keys: no visitor, no key with every scope', async () => {
  const all = await key({ scopes: ['recommend', 'events', 'surfaces'] })
  for (const from of [{}, { key: all }]) {
    assert.equal((await call('GET', '/v1/keys', from)).status, 403)
    assert.equal((await call('POST', '/v1/keys', { ...from, body: { name: 'x' } })).status, 403)
    assert.equal((await call('DELETE', '/v1/keys/x', from)).status, 403)
  }
})

test('a publishable key is for one surface and never for settings', async () => {
  const unbound = await createKey(kernel, { name: 'x', kind: 'publishable' })
  assert.equal(unbound.kind, 'refused')
  const strong = await createKey(kernel, { name: 'x', kind: 'publishable', surface: 'newtab', scopes: ['surfaces'] })
  assert.equal(strong.kind, 'refused')
})

test('a publishable key works in pages of its surface’s origins only, and those may read the answer', async () => {
  const secret = await key({ kind: 'publishable', surface: 'newtab' })
  const ask = (origin?: string) =>
    call('POST', '/v1/events', {
      key: secret,
      body: events(open(1, kernel.clock())),
      ...(origin === undefined ? {} : { origin }),
    })
  const fine = await ask(page)
  assert.equal(fine.status, 200)
  assert.equal(fine.headers.get('access-control-allow-origin'), page)
  assert.match(fine.headers.get('vary') ?? '', /origin/i)
  assert.equal(fine.headers.get('access-control-allow-credentials'), null)
  for (const elsewhere of ['https://evil.example', 'http://news.example', undefined]) {
    const refused = await ask(elsewhere)
    assert.equal(refused.status, 403, elsewhere)
    assert.equal(refused.headers.get('access-control-allow-origin'), null)
  }
})

test('a preflight is answered for known origins only', async () => {
  const ask = async (origin: string) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    }
    return await opened.app().fetch(new Request('http://localhost/v1/events', { method: 'OPTIONS', headers }))
  }
  const known = await ask(page)
  assert.equal(known.status, 204)
  assert.equal(known.headers.get('access-control-allow-origin'), page)
  assert.match(known.headers.get('access-control-allow-headers') ?? '', /authorization/)
  assert.equal((await ask('https://evil.example')).headers.get('access-control-allow-origin'), null)
})

test('a secret key speaks for any reader, a publishable one for devices, each within its surface', async () => {
  const secret = await key({ surface: 'newtab' })
  const publishable = await key({ kind: 'publishable', surface: 'newtab' })
  const batch = events(byReader(10, 'r1'), byReader(11, 'r2'), { ...byReader(12, 'r1'), surface: 'home' })
  const first = await call('POST', '/v1/events', { key: secret, body: batch })
  assert.equal(first.body.accepted, 2)
  assert.match(JSON.stringify(first.body.refused), /this key is for \\"newtab\\"/)
  const stored = await kernel.database.pool.query('select reader, surface from event where id = $1', [uuid(11)])
  assert.deepEqual(stored.rows, [{ reader: 'r2', surface: 'newtab' }])
  const second = await call('POST', '/v1/events', {
    key: publishable,
    origin: page,
    body: events(byReader(13, 'r1'), open(14, kernel.clock())),
  })
  assert.equal(second.body.accepted, 1)
  assert.match(JSON.stringify(second.body.refused), /not-yours/)
})

test('a key does only what its scopes say', async () => {
  const lists = await key({ scopes: ['recommend'] })
  const refused = await call('POST', '/v1/events', { key: lists, body: events(byReader(20, 'r1')) })
  assert.equal(refused.status, 403)
  assert.match(String(refused.body.detail), /needs events/)
  const settings = await key({ scopes: ['surfaces'], surface: 'digest' })
  assert.equal((await call('PUT', '/v1/surfaces/digest', { key: settings, body: { defaults: { n: 7 } } })).status, 200)
  assert.equal((await call('PUT', '/v1/surfaces/home', { key: settings, body: {} })).status, 403)
  assert.equal((await call('PUT', '/v1/surfaces/digest', { key: lists, body: {} })).status, 403)
  assert.equal((await call('PUT', '/v1/surfaces/digest', { body: {} })).status, 403)
})

test('over its rate a key is told how long to wait, and another key is not', async () => {
  const slow = await key({ perMinute: 2 })
  const ask = () => call('GET', '/v1/surfaces', { key: slow })
  const first = await ask()
  assert.equal(first.headers.get('ratelimit-policy'), '"key";q=2;w=60')
  assert.equal(first.headers.get('ratelimit'), '"key";r=1;t=0')
  await ask()
  const refused = await ask()
  assert.equal(refused.status, 429)
  assert.equal(refused.body.type, '/problems/too-many')
  assert.equal(refused.headers.get('retry-after'), '30')
  assert.equal((await call('GET', '/v1/surfaces', { key: await key({ perMinute: 2 }) })).status, 200)
  kernel.advance(30_000)
  assert.equal((await ask()).status, 200)
})

test('surfaces are told to everyone, their origins to those who may change them; a wrong recipe or origin is refused', async () => {
  const told = JSON.stringify((await call('GET', '/v1/surfaces')).body)
  for (const name of ['home', 'newtab', 'digest']) assert.ok(told.includes(`"${name}"`), name)
  assert.ok(!told.includes(page))
  assert.ok(JSON.stringify((await call('GET', '/v1/surfaces', { cookie: admin })).body).includes(page))
  const put = (body: unknown) => call('PUT', '/v1/surfaces/side', { cookie: admin, body })
  assert.match(String((await put({ recipe: 'nothing' })).body.detail), /known: home/)
  assert.equal((await put({ origins: ['https://news.example/path'] })).status, 400)
  assert.equal((await put({ defaults: { n: 0 } })).status, 400)
  assert.equal((await put({ defaults: { n: 3 } })).status, 200)
  assert.equal((await call('DELETE', '/v1/surfaces/side', { cookie: admin, origin: 'http://localhost' })).status, 204)
  assert.equal((await call('DELETE', '/v1/surfaces/side', { cookie: admin, origin: 'http://localhost' })).status, 404)
})

test('every stage of every recipe is told in words, with its weights', async () => {
  const { recipes } = (await call('GET', '/v1/recipes')).body as {
    recipes: { name: string; stages: { kind: string; name: string; about: string; weights: object }[] }[]
  }
  const home = recipes.find(({ name }) => name === 'home')
  const scorer = home?.stages.find(({ kind }) => kind === 'scorer')
  assert.ok(Object.keys(scorer?.weights ?? {}).includes('popularity'), JSON.stringify(scorer))
  for (const { stages } of recipes) for (const { name, about } of stages) assert.notEqual(about, name)
})
