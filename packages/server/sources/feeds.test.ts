import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { readOpml } from '@lectern/content/feeds/opml.ts'
import { opmlOf } from './export-opml.ts'
import { prospectOf } from './prospect-of.ts'
import { addFeed, listFeeds, removeFeed, setFeedState, takeOpml } from './sources.ts'
import { openScriptedWeb, openSourcesReach, rss, type ScriptedWeb, type SourcesReach, storyPage } from './testing.ts'

const by = { id: 'ada', name: 'Ada' }
const folder = null
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
  await reach.database.pool.query('truncate feed, feed_entry, feed_page, prospect, audit')
  web.pages.clear()
})
const at = (path: string): string => `${web.url}${path}`
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const audited = async () =>
  (await reach.database.pool.query('select action, subject, who_name from audit order by id')).rows.map(Object.values)

test('a feed is found by its own address and by the address of a page that names it, and listed once', async () => {
  web.pages.set('/feed', { body: rss([]) })
  web.pages.set('/', { body: '<link rel="alternate" type="application/rss+xml" href="/feed"><p>news' })
  const added = await addFeed(reach, at('/'), { folder: 'News', by })
  assert.ok(added.kind === 'added')
  const { url, title, siteUrl, folder: kept } = added.feed
  assert.deepEqual([url, title, siteUrl, kept], [at('/feed'), 'The Paper', 'https://paper.example/', 'News'])
  for (const address of [at('/'), at('/feed'), `feed:${at('/feed')}`])
    assert.equal((await addFeed(reach, address, { folder, by })).kind, 'known')
  assert.deepEqual(await audited(), [['feed.add', at('/feed'), 'Ada']])
})

test('what was fetched to look at a feed is its first poll', async () => {
  web.pages.set('/once', { body: rss([{ link: at('/a') }]) })
  const added = await addFeed(reach, at('/once'), { folder, by })
  assert.ok(added.kind === 'added')
  assert.deepEqual([added.feed.found, added.feed.polledAt, web.count('/once')], [1, reach.clock(), 1])
  assert.ok(added.feed.nextAt > reach.clock())
  assert.equal((await listFeeds(reach)).waitingPages, 1)
})

test('what is no feed is not listed, and it is said why', async () => {
  web.pages.set('/page', { body: storyPage('No feed here') })
  web.pages.set('/away', { status: 500 })
  const why = async (address: string) => {
    const added = await addFeed(reach, address, { folder, by })
    return added.kind === 'not-found' ? added.why : added.kind
  }
  assert.equal(await why(at('/page')), 'no-feed')
  assert.equal(await why(at('/away')), 'unreachable')
  assert.equal(await why('http://127.0.0.1:5432/'), 'refused')
  assert.equal(await why('http://'), 'address')
  assert.deepEqual((await listFeeds(reach)).feeds, [])
})

test('a feed is paused, resumed at once and removed, each time with a line in the audit log', async () => {
  web.pages.set('/feed', { body: rss([]) })
  await addFeed(reach, at('/feed'), { folder, by })
  assert.equal((await setFeedState(reach, at('/feed'), { state: 'paused', by }))?.state, 'paused')
  await setFeedState(reach, at('/feed'), { state: 'paused', by })
  reach.advance(1000)
  assert.equal((await setFeedState(reach, at('/feed'), { state: 'active', by }))?.nextAt, reach.clock())
  assert.equal(await setFeedState(reach, at('/other'), { state: 'active', by }), undefined)
  assert.equal(await removeFeed(reach, at('/feed'), by), true)
  assert.equal(await removeFeed(reach, at('/feed'), by), false)
  assert.deepEqual(
    (await audited()).map(([action]) => action),
    ['feed.add', 'feed.pause', 'feed.resume', 'feed.remove'],
  )
})

test('an uploaded list is followed, and what is exported can be read again, with every mark that XML has', async () => {
  const opml = `<opml><body><outline text="A &lt;&quot;&amp;"><outline text="One &amp; only" xmlUrl="https://one.example/feed?a=1&amp;b=2" htmlUrl="https://one.example/" language="de"/></outline>
    <outline text="Two" xmlUrl="https://two.example/feed"/></body></opml>`
  const taken = await takeOpml(reach, reach.parsers, { bytes: bytes(opml), by })
  assert.ok(typeof taken === 'object')
  assert.deepEqual([taken.feeds.length, taken.added], [2, 2])
  const { feeds } = await listFeeds(reach)
  assert.deepEqual(readOpml(opmlOf(feeds, reach.clock())).feeds, readOpml(opml).feeds)
  assert.match((await takeOpml(reach, reach.parsers, { bytes: bytes('<p>no list'), by })) as string, /names no feed/)
})

test('an address that an editor types becomes a prospect, and typed again it says what became of it', async () => {
  web.pages.set('/a', { body: storyPage('The bridge') })
  const first = await prospectOf(reach, at('/a?utm_source=mail'), 'ada')
  assert.ok(first.kind === 'added')
  assert.deepEqual(
    [first.prospect.title, first.prospect.url, first.prospect.source, first.prospect.sourceDetail],
    ['The bridge', at('/a'), 'person', 'ada'],
  )
  const again = await prospectOf(reach, at('/a'), 'ada')
  assert.deepEqual(again, { kind: 'known', id: first.prospect.id, url: at('/a'), as: 'waiting' })
})

test('an address that gives no page is answered with the reason', async () => {
  web.pages.set('/picture', { headers: { 'content-type': 'image/png' }, body: 'a' })
  web.pages.set('/nothing', { body: '' })
  const why = async (address: string) => {
    const found = await prospectOf(reach, address, 'ada')
    return found.kind === 'not-found' ? found.why : found.kind
  }
  assert.equal(await why('bridge'), 'address')
  assert.equal(await why('http://169.254.169.254/'), 'refused')
  assert.equal(await why(at('/missing')), 'unreadable')
  assert.equal(await why(at('/picture')), 'unreadable')
  assert.equal(await why(at('/nothing')), 'unreadable')
  assert.equal(await why('http://127.0.0.1:1/'), 'refused')
})
