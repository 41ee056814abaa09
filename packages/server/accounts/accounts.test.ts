import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connect } from '../kernel/db/connection.ts'
import { newRoutes, onError } from '../kernel/http/http.ts'
import { silentLog } from '../kernel/log/log.ts'
import { testKernel } from '../kernel/testing.ts'
import {
  createSignInLink,
  ensureOwner,
  linkLifeMs,
  openKeys,
  openSessions,
  sessionLifeMs,
  sweepAccounts,
} from './accounts.ts'
import { identify } from './identify.ts'
import { openRate } from './rate.ts'
import { accountRoutes } from './routes.ts'

const kernel = await testKernel()
after(() => kernel.close())
const sessions = openSessions(kernel)
const app = newRoutes()
app.use(async (c, next) => {
  c.set('requestId', 'test')
  c.set('log', silentLog)
  await next()
})
const noKeys = { keys: openKeys(kernel), rate: openRate(kernel.clock), allowsOrigin: () => false }
app.use(identify({ sessions, ...noKeys }))
app.onError(onError)
app.route(
  '/',
  accountRoutes(kernel, sessions, async () => ({ signals: [], simulated: false })),
)

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
const nameOf = async (cookie: string): Promise<string | undefined> => {
  const answer = await app.request('/v1/me', { headers: { cookie } })
  return ((await answer.json()) as { reader: { name: string } | null }).reader?.name
}

test('the owner is made once', async () => {
  const owner = await ensureOwner(kernel, 'Ada')
  assert.equal(owner.role, 'admin')
  assert.deepEqual(await ensureOwner(kernel, 'Grace'), owner)
})

test('a link signs in once; the session lasts until it is ended', async () => {
  const token = await createSignInLink(kernel, (await ensureOwner(kernel, 'Ada')).id)
  const first = await post('/v1/sign-in', { token })
  assert.equal(first.status, 200)
  const setCookie = first.headers.get('set-cookie') ?? ''
  assert.match(setCookie, /HttpOnly/)
  assert.match(setCookie, /SameSite=Lax/)
  const cookie = setCookie.split(';')[0] ?? ''
  assert.equal(await nameOf(cookie), 'Ada')
  const again = await post('/v1/sign-in', { token })
  assert.equal(again.status, 410)
  assert.equal(((await again.json()) as { type: string }).type, '/problems/bad-link')
  assert.equal((await post('/v1/sign-out', {}, { cookie })).status, 204)
  assert.equal(await nameOf(cookie), undefined)
})

test('a link and a session expire', async () => {
  const owner = await ensureOwner(kernel, 'Ada')
  const late = await createSignInLink(kernel, owner.id)
  kernel.advance(linkLifeMs)
  assert.equal((await post('/v1/sign-in', { token: late })).status, 410)
  const cookie =
    (await post('/v1/sign-in', { token: await createSignInLink(kernel, owner.id) })).headers
      .get('set-cookie')
      ?.split(';')[0] ?? ''
  assert.equal(await nameOf(cookie), 'Ada')
  kernel.advance(sessionLifeMs)
  assert.equal(await nameOf(cookie), undefined)
  await sweepAccounts(kernel)
  const left = await kernel.database.pool.query('select count(*) as n from session')
  assert.equal(left.rows[0].n, 0)
})

test('while the database is away a known session goes on, and of another nobody says that it is signed out', async () => {
  const owner = await ensureOwner(kernel, 'Ada')
  const enter = async (): Promise<string> =>
    (await post('/v1/sign-in', { token: await createSignInLink(kernel, owner.id) })).headers
      .get('set-cookie')
      ?.split(';')[0] ?? ''
  const cookie = await enter()
  assert.equal(await nameOf(cookie), 'Ada')
  const { db, pool } = connect('postgresql://nobody@127.0.0.1:1/nowhere', 2)
  const away = openSessions({ ...kernel, database: { ...kernel.database, db, pool } })
  const secret = cookie.split('=')[1] ?? ''
  await assert.rejects(away.find(secret), /ECONNREFUSED/)
  const unsure = newRoutes()
    .use(identify({ sessions: away, ...noKeys }))
    .get('/', (c) => c.text(c.get('caller').kind))
  assert.equal(await (await unsure.request('/', { headers: { cookie } })).text(), 'unknown')
  let database: typeof kernel.database = kernel.database
  const sometimes = openSessions({
    ...kernel,
    get database() {
      return database
    },
  })
  assert.equal((await sometimes.find(secret))?.name, 'Ada')
  database = { ...database, db, pool }
  kernel.advance(60_000)
  assert.equal((await sometimes.find(secret))?.name, 'Ada')
  await db.destroy()
})

test('secrets are stored as hashes only', async () => {
  const token = await createSignInLink(kernel, (await ensureOwner(kernel, 'Ada')).id)
  const stored = await kernel.database.pool.query('select token_hash from sign_in_link')
  assert.ok(stored.rows.every((row: { token_hash: Buffer }) => !row.token_hash.toString('latin1').includes(token)))
})

test('a body that does not fit says which field', async () => {
  const answer = await post('/v1/sign-in', { tokn: 'x' })
  assert.equal(answer.status, 400)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  const body = (await answer.json()) as { detail: string; errors: { path: string }[] }
  assert.ok(body.errors.some((error) => error.path === 'token'))
})
