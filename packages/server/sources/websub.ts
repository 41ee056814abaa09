// WebSub: a feed's hub tells us what is new, so that we need not ask. We ask the hub to; it asks back whether we meant it;
// then it sends each change, signed with a secret that only the two of us know. W3C Recommendation of 23 January 2018.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Feed } from '@lectern/content/feeds/feed.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { FeedRow } from './feed.ts'
import type { PollReach } from './poll-feed.ts'
import { selectFeedByCallback, selectFeedsToSubscribe, updateFeed } from './queries.ts'
import { takeFeed } from './take-feed.ts'

const day = 24 * 3_600_000
const leaseSeconds = 10 * 24 * 3600
/** Leases are renewed a day before they end, and a hub that does not answer is asked again after six hours. */
const renewMs = day
const askAgainMs = 6 * 3_600_000

/** What is written down of the hub that a feed names, in its header fields or in itself. */
export function hubOf(
  { chance }: Pick<Kernel, 'chance'>,
  feed: FeedRow,
  { read, link, url }: { readonly read: Feed; readonly link: string | undefined; readonly url: string },
) {
  const hub = linked(link, 'hub', url) ?? read.hubs[0] ?? null
  const topic = linked(link, 'self', url) ?? read.selfUrl ?? url
  if (hub === feed.hub && (hub === null || topic === feed.hubTopic)) return {}
  const none = { hub_asked_at: null, hub_until: null }
  if (hub === null) return { ...none, hub: null, hub_topic: null, callback: null, hub_secret: null }
  return { ...none, hub, hub_topic: topic, callback: chance.secret(18), hub_secret: chance.secret(32) }
}

/** The target of a `Link` header field with this relation. */
function linked(header: string | undefined, relation: string, base: string): string | null {
  for (const [, target, parameters] of (header ?? '').matchAll(/<([^<>]*)>((?:\s*;[^,<]*)*)/g)) {
    const relations = /;\s*rel\s*=\s*"?([^";]*)"?/i.exec(parameters!)?.[1]?.toLowerCase().split(/\s+/)
    if (relations?.includes(relation) && URL.canParse(target!, base)) return new URL(target!, base).href
  }
  return null
}

/** Asks the hubs of feeds that are not told yet, or whose lease ends soon. Answers how many were asked. */
export async function subscribeToHubs(
  kernel: Pick<Kernel, 'config' | 'database' | 'clock' | 'log' | 'outbound'>,
): Promise<number> {
  const { config, database, clock, outbound, log } = kernel
  // A hub can only call back what it can reach.
  if (config.http.publicUrl === null) return 0
  const now = clock()
  const feeds = await selectFeedsToSubscribe(database.db, { until: now + renewMs, askedBefore: now - askAgainMs })
  for (const feed of feeds) {
    await updateFeed(database.db, feed.url, { hub_asked_at: now })
    const form = {
      'hub.mode': 'subscribe',
      'hub.topic': feed.hubTopic!,
      'hub.callback': new URL(`/websub/${feed.callback}`, config.http.publicUrl).href,
      'hub.secret': feed.hubSecret!,
      'hub.lease_seconds': String(leaseSeconds),
    }
    const got = await outbound.fetch(feed.hub!, { method: 'POST', form })
    const accepted = got.kind === 'answer' && got.status >= 200 && got.status < 300
    if (!accepted) log.info({ feed: feed.url, hub: feed.hub }, 'hub did not take the subscription; polled as before')
  }
  return feeds.length
}

interface Intent {
  readonly mode: string
  readonly topic: string
  readonly challenge: string
  readonly leaseSeconds: number
}

/** The hub asks whether we meant it. Answers what to echo; null: we did not. */
export async function confirmIntent(
  { database, clock }: Pick<Kernel, 'database' | 'clock'>,
  callback: string,
  { mode, topic, challenge, leaseSeconds: lease }: Intent,
): Promise<string | null> {
  const feed = await selectFeedByCallback(database.db, callback)
  if (feed === undefined || feed.hubTopic !== topic) return null
  if (mode === 'denied') {
    await updateFeed(database.db, feed.url, { hub_until: null })
    return ''
  }
  // Asked by us within the last hours, or nobody did.
  const asked = feed.hubAskedAt !== null && clock() - feed.hubAskedAt < askAgainMs
  if (mode !== 'subscribe' || feed.state !== 'active' || !asked || challenge === '') return null
  const ms = Math.min(Math.max(lease, 0) * 1000 || leaseSeconds * 1000, 30 * day)
  await updateFeed(database.db, feed.url, { hub_until: clock() + ms })
  return challenge
}

type Delivered = 'taken' | 'not signed' | 'unknown'

/** What a hub sends. What is not signed with our secret changes nothing. */
export async function takeDelivery(
  reach: PollReach,
  callback: string,
  {
    body,
    signature,
    contentType,
  }: { readonly body: Uint8Array; readonly signature: string; readonly contentType: string | null },
): Promise<Delivered> {
  const { database, clock, parsers } = reach
  const feed = await selectFeedByCallback(database.db, callback)
  if (feed === undefined || feed.state !== 'active') return 'unknown'
  if (!isSigned(body, signature, feed.hubSecret!)) return 'not signed'
  const now = clock()
  const read = await parsers.run('feed', body, { url: feed.url, contentType })
  if (read.kind === 'failed' || read.value.entries.length === 0) {
    // Told that there is something, without being told what: looked at by the next poll.
    await updateFeed(database.db, feed.url, { next_at: now })
    return 'taken'
  }
  await database.db.transaction().execute(async (transaction) => {
    const found = await takeFeed(transaction, { feed: read.value, url: feed.url }, { now, first: false })
    if (found > 0) await updateFeed(transaction, feed.url, { found_at: now, found: feed.found + found })
  })
  return 'taken'
}

/** SHA-1 as well: the large public hubs sign with it, and an HMAC needs no hash free of collisions. */
const hashes = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

/** `sha256=` and the hexadecimal HMAC. */
function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  const [hash = '', told = ''] = signature.split('=')
  if (!hashes.has(hash)) return false
  const expected = createHmac(hash, secret).update(body).digest()
  const given = Buffer.from(told, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
