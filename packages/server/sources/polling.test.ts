import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { type Pass, pollDue } from './pass.ts'
import { insertFeeds, selectFeed, selectFeeds } from './queries.ts'
import { openScriptedWeb, openSourcesReach, rss, type ScriptedWeb, type SourcesReach, storyPage } from './testing.ts'

const hour = 3_600_000
let web: ScriptedWeb
let reach: SourcesReach
before(async () => {
  web = await openScriptedWeb()
  reach = await openSourcesReach([web])
})
after(async () => {
  reach.parsers.close()
  await reach.close()
  web.close()
})
afterEach(async () => {
  await reach.database.pool.query('truncate feed, feed_entry, feed_page, prospect')
  web.pages.clear()
  web.asked.length = 0
})

const at = (path: string): string => `${web.url}${path}`
const list = (...paths: string[]) =>
  insertFeeds(
    reach.database.db,
    paths.map((path) => ({ url: at(path), title: path, siteUrl: null, folder: null, language: null })),
    reach.clock(),
  )
const pass = (): Promise<Pass> => pollDue(reach, { wait: async () => undefined })
const feed = async (path: string) => (await selectFeed(reach.database.db, at(path)))!
const prospects = async () =>
  (await reach.database.pool.query('select url, title, source, source_detail, warnings from prospect order by url'))
    .rows

test('new entries become prospects of the Desk, asked conditionally ever after, and nothing is fetched twice', async () => {
  await list('/feed')
  for (const name of ['a', 'b', 'c']) web.pages.set(`/${name}`, { body: storyPage(`Page ${name}`) })
  const entries = [{ link: at('/a?utm_source=feed') }, { link: at('/b') }]
  const serve = (etag: string, body: string) =>
    web.pages.set('/feed', ({ headers }) =>
      headers['if-none-match'] === etag
        ? { status: 304 }
        : { headers: { etag, 'last-modified': 'Thu, 01 Jan 2026' }, body },
    )
  serve('"1"', rss(entries))
  assert.deepEqual(await pass(), { feeds: { new: 1 }, pages: { added: 2 } })
  assert.deepEqual(
    (await prospects()).map(({ url, title, source, source_detail }) => [url, title, source, source_detail]),
    ['a', 'b'].map((name) => [at(`/${name}`), `Page ${name}`, 'feed', at('/feed')]),
  )
  reach.advance(24 * hour)
  assert.deepEqual(await pass(), { feeds: { same: 1 }, pages: {} })
  serve('"2"', rss([{ link: at('/c') }, ...entries]))
  reach.advance(24 * hour)
  assert.deepEqual(await pass(), { feeds: { new: 1 }, pages: { added: 1 } })
  assert.deepEqual(['/feed', '/a', '/b', '/c'].map(web.count), [3, 1, 1, 1])
  const { found, failures, title } = await feed('/feed')
  assert.deepEqual([found, failures, title], [3, 0, '/feed'])
})

test('the same entry at another address, and the same page in another feed, are not fetched again', async () => {
  await list('/one', '/two')
  web.pages.set('/a', { body: storyPage('Page a') })
  web.pages.set('/one', { body: rss([{ link: at('/a'), guid: '1' }]) })
  web.pages.set('/two', { body: rss([{ link: at('/a'), guid: 'another' }]) })
  await pass()
  web.pages.set('/one', { body: rss([{ link: at('/moved'), guid: '1' }]) })
  reach.advance(24 * hour)
  await pass()
  assert.deepEqual(['/a', '/moved'].map(web.count), [1, 0])
})

test('of a feed that is new the ten newest entries are news', async () => {
  await list('/feed')
  web.pages.set('/feed', { body: rss(Array.from({ length: 30 }, (_, k) => ({ link: at(`/page-${k}`) }))) })
  const { pages } = await pass()
  assert.equal(
    Object.values(pages).reduce((sum, count) => sum + count, 0),
    10,
  )
  assert.equal(web.count('/page-9'), 1)
  assert.equal(web.count('/page-10'), 0)
})

test('two passes at once poll a feed once and fetch a page once', async () => {
  await list('/feed')
  web.pages.set('/feed', { body: rss([{ link: at('/a') }]) })
  web.pages.set('/a', { body: storyPage('Page a') })
  await Promise.all([pass(), pass(), pass()])
  await pass()
  assert.deepEqual(['/feed', '/a'].map(web.count), [1, 1])
})

test('a feed that moved for ever is listed under its new address and keeps what was seen', async () => {
  await list('/old', '/passing')
  web.pages.set('/a', { body: storyPage('Page a') })
  web.pages.set('/old', { body: rss([{ link: at('/a') }]) })
  await pass()
  web.pages.set('/old', { status: 301, headers: { location: '/new' } })
  web.pages.set('/passing', { status: 302, headers: { location: '/new' } })
  web.pages.set('/new', { body: rss([{ link: at('/a') }]) })
  reach.advance(25 * hour)
  await pass()
  assert.deepEqual((await selectFeeds(reach.database.db)).map(({ url }) => url).sort(), [at('/new'), at('/passing')])
  assert.equal(web.count('/a'), 1)
})

test('a feed that moved to one that is listed already ends, and says so', async () => {
  await list('/old', '/new')
  web.pages.set('/old', { status: 308, headers: { location: '/new' } })
  web.pages.set('/new', { body: rss([{ link: at('/a') }]) })
  await pass()
  const old = await feed('/old')
  assert.equal(old.state, 'gone')
  assert.match(old.problem!, /moved to .*\/new, which is listed already/)
  assert.equal((await feed('/new')).state, 'active')
})

test('410 ends a feed; it is not asked again', async () => {
  await list('/feed')
  web.pages.set('/feed', { status: 410 })
  await pass()
  reach.advance(100 * hour)
  await pass()
  assert.deepEqual([(await feed('/feed')).state, web.count('/feed')], ['gone', 1])
})

test('failures are kept in words, back off, and are forgotten when it answers again', async () => {
  await list('/down', '/page', '/silent')
  web.pages.set('/down', { status: 500 })
  web.pages.set('/page', { body: storyPage('No feed') })
  web.pages.set('/silent', { status: 429, headers: { 'retry-after': '7200' } })
  await pass()
  const began = reach.clock()
  const problems = await Promise.all(['/down', '/page', '/silent'].map(async (path) => (await feed(path)).problem))
  assert.deepEqual(problems, ['Its server answered 500.', 'What it answered is no feed.', 'Its server answered 429.'])
  assert.ok((await feed('/silent')).nextAt >= began + 2 * hour)
  reach.advance(hour)
  await pass()
  const down = await feed('/down')
  assert.deepEqual([down.failures, down.failedSince], [2, began])
  assert.ok(down.nextAt - reach.clock() > 0.4 * hour)
  assert.equal(web.count('/silent'), 1)
  web.pages.set('/down', { body: rss([{ link: at('/a') }]) })
  reach.advance(2 * hour)
  await pass()
  const { failures, failedSince, problem } = await feed('/down')
  assert.deepEqual([failures, failedSince, problem], [0, null, null])
})

test('a page that is away is asked three times, then the Desk hears of it what its feed says', async () => {
  await list('/feed')
  web.pages.set('/feed', { body: rss([{ link: at('/a'), title: 'In the words of the feed' }]) })
  web.pages.set('/a', { status: 503 })
  for (let k = 0; k < 5; k++) {
    await pass()
    reach.advance(3 * hour)
  }
  assert.equal(web.count('/a'), 3)
  const [prospect] = await prospects()
  assert.equal(prospect.title, 'In the words of the feed')
  assert.deepEqual(prospect.warnings, ['Its server answered 503.'])
})

test('an entry that leads inside the network is neither fetched nor shown to an editor', async () => {
  await list('/feed')
  web.pages.set('/feed', { body: rss([{ link: 'http://127.0.0.1:5432/' }, { link: 'http://169.254.169.254/latest' }]) })
  assert.deepEqual((await pass()).pages, { refused: 2 })
  assert.deepEqual(await prospects(), [])
})

test('what no database can hold, and addresses without end, cost an entry at most', async () => {
  await list('/feed')
  const items = [
    { id: 'a', url: at('/a'), title: 'Null \0 and half \ud800 a pair' },
    { id: 'b', url: at(`/${'b'.repeat(3500)}`), title: 'Long' },
  ]
  const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'T\0', items }
  web.pages.set('/feed', { headers: { 'content-type': 'application/feed+json' }, body: JSON.stringify(feed) })
  const canonical = `<link rel="canonical" href="${at(`/${'c'.repeat(3500)}`)}">`
  web.pages.set('/a', { body: `${canonical}<title>Null \0 and half of a pair</title>` })
  assert.deepEqual(await pass(), { feeds: { new: 1 }, pages: { added: 1 } })
  const [{ url, title }] = await prospects()
  assert.equal(url, at('/a'))
  assert.match(title, /^Null .*half of a pair$/)
})

test('a feed that is paused is left alone', async () => {
  await list('/feed')
  await reach.database.pool.query(`update feed set state = 'paused'`)
  assert.deepEqual(await pass(), { feeds: {}, pages: {} })
  assert.equal(web.asked.length, 0)
})
