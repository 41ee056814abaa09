// One poll of one feed: asked with what its server said last, read in the sandbox, and written down with the time of the
// next. Whatever goes wrong is in its row, for the person who looks at the list.
import { createHash } from 'node:crypto'
import type { Feed } from '@lectern/content/feeds/feed.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Answer } from '../kernel/outbound/fetched.ts'
import type { FeedRow } from './feed.ts'
import { movedTo } from './moved.ts'
import type { Parsers } from './parsers.ts'
import { claimFeed, updateFeed } from './queries.ts'
import { freshMs, nextPoll, type Polled, retryAfterMs } from './schedule.ts'
import { takeFeed } from './take-feed.ts'
import { hubOf } from './websub.ts'

export type PollReach = Pick<Kernel, 'database' | 'clock' | 'chance' | 'log' | 'outbound'> & {
  readonly parsers: Parsers
}
export type PollOutcome = 'new' | 'same' | 'failed' | 'gone' | 'taken'
interface Poll {
  /** `taken`: it is polled somewhere else just now. */
  readonly outcome: PollOutcome
  /** Its address since. */
  readonly at: string
}

/** A poll that was begun and not ended is done again after so long. */
const claimMs = 10 * 60_000
export const feedTypes = /^(?!(image|audio|video|font)\/)/
const accept = 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5'

export async function pollFeed(reach: PollReach, feed: FeedRow): Promise<Poll> {
  const { database, clock, log } = reach
  if (!(await claimFeed(database.db, feed, clock() + claimMs))) return { outcome: 'taken', at: feed.url }
  try {
    return await poll(reach, feed)
  } catch (cause) {
    log.error({ err: cause, feed: feed.url }, 'what a feed brought could not be stored')
    const problem = 'What it brought could not be stored; the log has the cause.'
    return await failedWith(reach, feed, { problem, notBeforeMs: 0 })
  }
}

async function poll(reach: PollReach, feed: FeedRow): Promise<Poll> {
  const { clock, outbound } = reach
  const headers = {
    accept,
    ...(feed.etag === null ? {} : { 'if-none-match': feed.etag }),
    ...(feed.lastModified === null ? {} : { 'if-modified-since': feed.lastModified }),
  }
  const got = await outbound.fetch(feed.url, { headers, types: feedTypes })
  if (got.kind !== 'answer') return await failedWith(reach, feed, { problem: got.detail, notBeforeMs: 0 })
  if (got.status === 304) return await same(reach, feed, got)
  if (got.status === 410) return await gone(reach, feed)
  if (got.status !== 200) {
    const notBeforeMs = retryAfterMs(got.headers['retry-after'], clock())
    return await failedWith(reach, feed, { problem: `Its server answered ${got.status}.`, notBeforeMs })
  }
  if (hashOf(got.body) === feed.bodyHash) return await same(reach, feed, got)
  const read = await reach.parsers.run('feed', got.body, {
    url: got.url,
    contentType: got.headers['content-type'] ?? null,
  })
  if (read.kind === 'failed') return await failedWith(reach, feed, { problem: read.detail, notBeforeMs: 0 })
  if (read.value.format === 'unknown')
    return await failedWith(reach, feed, { problem: 'What it answered is no feed.', notBeforeMs: 0 })
  return await takeAnswer(reach, feed, { got, read: read.value })
}

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64url')

/** Writes down what a feed answered, and when it is asked next. */
export async function takeAnswer(
  reach: PollReach,
  feed: FeedRow,
  { got, read }: { readonly got: Answer; readonly read: Feed },
): Promise<Poll> {
  const now = reach.clock()
  return await reach.database.db.transaction().execute(async (transaction) => {
    const url = await movedTo(transaction, feed, got.lasting)
    if (url === null) return { outcome: 'gone', at: got.lasting }
    const found = await takeFeed(transaction, { feed: read, url }, { now, first: feed.polledAt === null })
    await updateFeed(transaction, url, {
      ...healthy(reach, feed, { outcome: found > 0 ? 'new' : 'same', got }),
      ...hubOf(reach, feed, { read, link: got.headers.link, url: got.url }),
      ...(found > 0 ? { found_at: now, found: feed.found + found } : {}),
      // A title that somebody chose stays: only a feed without one takes its own.
      ...(isUnnamed(feed) && read.title !== null ? { title: read.title } : {}),
      site_url: feed.siteUrl ?? read.siteUrl,
      language: feed.language ?? read.language,
      warnings: read.warnings.slice(0, 20),
      etag: got.headers.etag ?? null,
      last_modified: got.headers['last-modified'] ?? null,
      body_hash: hashOf(got.body),
    })
    return { outcome: found > 0 ? 'new' : 'same', at: url }
  })
}

/** Lists without names give a feed its host. */
const isUnnamed = ({ title, url }: FeedRow): boolean =>
  title === url || title.replace(/^www\./, '') === new URL(url).hostname.replace(/^www\./, '')

async function same(reach: PollReach, feed: FeedRow, got: Answer): Promise<Poll> {
  return await reach.database.db.transaction().execute(async (transaction) => {
    const url = await movedTo(transaction, feed, got.lasting)
    if (url === null) return { outcome: 'gone', at: got.lasting }
    await updateFeed(transaction, url, healthy(reach, feed, { outcome: 'same', got }))
    return { outcome: 'same', at: url }
  })
}

function healthy(reach: PollReach, feed: FeedRow, { outcome, got }: { outcome: 'new' | 'same'; got: Answer }) {
  const next = schedule(reach, feed, { outcome, failures: 0, notBeforeMs: freshMs(got.headers['cache-control']) })
  return { ...next, failures: 0, failed_since: null, problem: null }
}

async function gone({ database, clock }: PollReach, { url }: FeedRow): Promise<Poll> {
  const problem = 'Its server says that it is gone for ever (410).'
  await updateFeed(database.db, url, { state: 'gone', polled_at: clock(), problem })
  return { outcome: 'gone', at: url }
}

async function failedWith(
  reach: PollReach,
  feed: FeedRow,
  { problem, notBeforeMs }: { readonly problem: string; readonly notBeforeMs: number },
): Promise<Poll> {
  const failures = feed.failures + 1
  await updateFeed(reach.database.db, feed.url, {
    ...schedule(reach, feed, { outcome: 'failed', failures, notBeforeMs }),
    failures,
    failed_since: feed.failedSince ?? reach.clock(),
    problem,
  })
  reach.log.debug({ feed: feed.url, failures, problem }, 'feed failed')
  return { outcome: 'failed', at: feed.url }
}

function schedule(
  { clock, chance }: PollReach,
  feed: FeedRow,
  polled: Pick<Polled, 'outcome' | 'failures' | 'notBeforeMs'>,
) {
  const now = clock()
  const subscribed = (feed.hubUntil ?? 0) > now
  const { intervalMs, waitMs } = nextPoll(
    { ...polled, intervalMs: feed.intervalMs, subscribed },
    chance.seed() / 2 ** 32,
  )
  return { polled_at: now, interval_ms: intervalMs, next_at: now + waitMs }
}
