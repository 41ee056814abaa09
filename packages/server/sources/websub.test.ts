import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { newRoutes, type Routes } from '../kernel/http/http.ts'
import { pollDue } from './pass.ts'
import { insertFeeds, selectFeed } from './queries.ts'
import { type Asked, openScriptedWeb, openSourcesReach, rss, type ScriptedWeb, type SourcesReach } from './testing.ts'
import { subscribeToHubs } from './websub.ts'
import { websubRoutes } from './websub-routes.ts'

const hour = 3_600_000
let web: ScriptedWeb
let reach: SourcesReach
let routes: Routes
before(async () => {
  web = await openScriptedWeb()
  reach = await openSourcesReach([web], { 'http.publicUrl': 'https://read.example' })
  routes = newRoutes()
  routes.route('/', websubRoutes(reach))
})
after(async () => {
  reach.parsers.close()
  await reach.close()
  web.close()
})
beforeEach(async () => {
  await reach.database.pool.query('truncate feed, feed_entry, feed_page')
  web.pages.clear()
  web.asked.length = 0
})

const at = (path: string): string => `${web.url}${path}`
const feed = async () => (await selectFeed(reach.database.db, at('/feed')))!
const pages = async () =>
  (await reach.database.pool.query('select url from feed_page order by url')).rows.map(({ url }) => url)
const path = (asked: URLSearchParams): string => new URL(asked.get('hub.callback')!).pathname
const verify = (callback: string, more: Record<string, string>) =>
  routes.request(
    `${callback}?${new URLSearchParams({ 'hub.challenge': 'abc', 'hub.lease_seconds': '864000', ...more })}`,
  )
const signed = (body: string, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const deliver = (callback: string, body: string, signature: string) =>
  routes.request(callback, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/rss+xml', 'x-hub-signature': signature },
  })

/** A feed with a hub, polled once and subscribed to. Answers what the hub was sent. */
async function subscribed(): Promise<URLSearchParams> {
  await insertFeeds(
    reach.database.db,
    [{ url: at('/feed'), title: 'Feed', siteUrl: null, folder: null, language: null }],
    reach.clock(),
  )
  const links = `<atom:link rel="hub" href="${at('/hub')}"/><atom:link rel="self" href="${at('/feed')}"/>`
  web.pages.set('/feed', { body: rss([], links) })
  web.pages.set('/hub', { status: 202 })
  await pollDue(reach, { wait: async () => undefined })
  await subscribeToHubs(reach)
  return new URLSearchParams(web.asked.find((one: Asked) => one.path === '/hub')!.body)
}

test('a hub that a feed names is asked, confirmed, and what it sends signed becomes pages to fetch', async () => {
  const asked = await subscribed()
  assert.deepEqual([asked.get('hub.mode'), asked.get('hub.topic')], ['subscribe', at('/feed')])
  assert.match(asked.get('hub.callback')!, /^https:\/\/read\.example\/websub\/[\w-]{24}$/)
  const confirmed = await verify(path(asked), { 'hub.mode': 'subscribe', 'hub.topic': at('/feed') })
  assert.deepEqual([confirmed.status, await confirmed.text()], [200, 'abc'])
  assert.equal((await feed()).hubUntil, reach.clock() + 240 * hour)
  const body = rss([{ link: at('/told') }])
  const taken = await deliver(path(asked), body, signed(body, asked.get('hub.secret')!))
  assert.equal(taken.status, 202)
  assert.deepEqual(await pages(), [at('/told')])
  assert.equal((await feed()).found, 1)
})

test('what is not signed with the secret, or sent to another address, changes nothing', async () => {
  const asked = await subscribed()
  await verify(path(asked), { 'hub.mode': 'subscribe', 'hub.topic': at('/feed') })
  const body = rss([{ link: at('/told') }])
  for (const signature of [
    '',
    'sha256=',
    signed(body, 'guessed'),
    signed(`${body} `, asked.get('hub.secret')!),
    'md5=00',
  ])
    assert.equal((await deliver(path(asked), body, signature)).status, 202)
  assert.equal((await deliver('/websub/other', body, signed(body, asked.get('hub.secret')!))).status, 410)
  assert.deepEqual(await pages(), [])
})

test('only what we asked for is confirmed: this address, this feed, a subscription, now', async () => {
  const asked = await subscribed()
  const status = async (callback: string, mode: string, topic: string) =>
    (await verify(callback, { 'hub.mode': mode, 'hub.topic': topic })).status
  assert.equal(await status('/websub/other', 'subscribe', at('/feed')), 404)
  assert.equal(await status(path(asked), 'subscribe', at('/another')), 404)
  assert.equal(await status(path(asked), 'unsubscribe', at('/feed')), 404)
  reach.advance(7 * hour)
  assert.equal(await status(path(asked), 'subscribe', at('/feed')), 404)
  assert.equal((await feed()).hubUntil, null)
})

test('while the hub tells, polls are rare; the lease is renewed a day before it ends', async () => {
  const asked = await subscribed()
  await verify(path(asked), { 'hub.mode': 'subscribe', 'hub.topic': at('/feed') })
  reach.advance(3 * hour)
  await pollDue(reach, { wait: async () => undefined })
  assert.ok((await feed()).nextAt - reach.clock() >= 10 * hour)
  const hubAsked = () => web.count('/hub')
  await subscribeToHubs(reach)
  assert.equal(hubAsked(), 1)
  reach.advance(220 * hour)
  await subscribeToHubs(reach)
  assert.equal(hubAsked(), 2)
})

test('a hub that says no is told nothing more, and the feed is polled as before', async () => {
  const asked = await subscribed()
  await verify(path(asked), { 'hub.mode': 'subscribe', 'hub.topic': at('/feed') })
  assert.equal((await verify(path(asked), { 'hub.mode': 'denied', 'hub.topic': at('/feed') })).status, 200)
  assert.equal((await feed()).hubUntil, null)
})

test('without an address that hubs can reach none is asked', async () => {
  await subscribed()
  const here = { ...reach, config: { ...reach.config, http: { ...reach.config.http, publicUrl: null } } }
  reach.advance(1000 * hour)
  assert.equal(await subscribeToHubs(here), 0)
})
