// The poller of the measurement of polling, a process of its own with an embedded database of its own: the passes that
// `lectern work` makes, with a clock that is told the time. Pauses between requests to a host are counted, not waited for.
import { loadConfig } from '@lectern/server/kernel/config/config.ts'
import { openKernel } from '@lectern/server/kernel/kernel.ts'
import { silentLog } from '@lectern/server/kernel/log/log.ts'
import { openParsers } from '@lectern/server/sources/parsers.ts'
import { pollDue } from '@lectern/server/sources/pass.ts'
import { insertFeeds } from '@lectern/server/sources/queries.ts'
import { takeFeed } from '@lectern/server/sources/take-feed.ts'
import { entriesPerFeed, feedUrl, hostOf, pageUrl } from './polled-feeds.ts'

const { dataDir, port, count } = JSON.parse(process.argv[2] ?? '{}') as { dataDir: string; port: number; count: number }
const numbers = Array.from({ length: count }, (_, feed) => feed)
const privateHosts = [...new Set(numbers.map((feed) => `${hostOf(feed)}:${port}`))].join(',')
let now = Date.UTC(2026, 0, 1)
const opened = await openKernel(
  loadConfig({ env: {}, flags: { dataDir, 'outbound.privateHosts': privateHosts } }),
  silentLog,
)
const kernel = { ...opened, clock: () => now }
const reach = { ...kernel, parsers: openParsers() }
await seed()

export interface PassSeen {
  readonly feeds: Readonly<Record<string, number>>
  readonly pages: Readonly<Record<string, number>>
  readonly pausedMs: number
}

process.on('message', async (message: 'pass' | 'end') => {
  if (message === 'end') {
    reach.parsers.close()
    await kernel.database.close()
    process.exit()
  }
  // Every feed is due: the longest interval is a day.
  now += 27 * 3_600_000
  let pausedMs = 0
  const wait = async (ms: number): Promise<void> => {
    pausedMs += ms
  }
  const { feeds, pages } = await pollDue(reach, { passMs: Number.POSITIVE_INFINITY, wait })
  process.send?.({ feeds, pages, pausedMs } satisfies PassSeen)
})
process.send?.('ready')

/** As after a first poll at hour 0 whose pages are all fetched; but what the servers said then is not known. */
async function seed(): Promise<void> {
  const { db, pool } = kernel.database
  const listed = numbers.map((feed) => ({
    url: feedUrl(feed, port),
    title: `Paper ${feed}`,
    siteUrl: null,
    folder: null,
    language: null,
  }))
  for (let from = 0; from < count; from += 1000) await insertFeeds(db, listed.slice(from, from + 1000), now)
  for (const feed of numbers) {
    const entries = Array.from({ length: entriesPerFeed }, (_, k) => entryOf(feed, entriesPerFeed - k))
    await takeFeed(db, { feed: { entries }, url: feedUrl(feed, port) }, { now, first: false })
  }
  await pool.query(`update feed_page set state = 'done', entry = null`)
  await pool.query('update feed set polled_at = added_at')
}

function entryOf(feed: number, entry: number) {
  return {
    id: `${feed}-${entry}`,
    url: pageUrl(feed, entry, port),
    title: null,
    excerpt: null,
    contentHtml: null,
    authors: [],
    publishedMs: null,
    updatedMs: null,
    image: null,
    categories: [],
    language: null,
  }
}
