// Where new items come from: the feeds this publication follows, and addresses that editors type. Feeds are polled (pass.ts,
// poll-feed.ts) or told by hubs (websub.ts); the page of each new entry is fetched once (fetch-page.ts) and becomes a
// prospect of the Desk. Not here: how addresses are fetched safely (kernel/outbound) and what is decided of prospects.
import { readFile } from 'node:fs/promises'
import { type ListedFeed, readOpml } from '@lectern/content/feeds/opml.ts'
import { recordAudit } from '../audit/audit.ts'
import { Failure, storageFailure } from '../kernel/failure.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { FeedRow } from './feed.ts'
import type { Parsers } from './parsers.ts'
import { type PollOutcome, type PollReach, pollFeed } from './poll-feed.ts'
import { countPolling, deleteFeed, insertFeeds, selectFeed, selectFeeds, updateFeed } from './queries.ts'

export { addFeed } from './add-feed.ts'
export type { FeedRow } from './feed.ts'
export { measurePolling } from './measure-polling.ts'
export { openParsers } from './parsers.ts'

type Reach = Pick<Kernel, 'database' | 'clock'>
const maxOpmlBytes = 16 * 1024 * 1024

interface FeedImport {
  readonly feeds: readonly ListedFeed[]
  readonly added: number
  readonly warnings: readonly string[]
}

/**
 * Lists the feeds of an OPML file; those that are known already stay as they are.
 * @throws Failure when the file cannot be read or names no feed.
 */
export async function importOpml(kernel: Reach, path: string): Promise<FeedImport> {
  const bytes = await readFile(path).catch((cause) => {
    throw storageFailure(path, 'Reading', cause)
  })
  if (bytes.length > maxOpmlBytes)
    throw new Failure('data', `${path} has ${bytes.length} bytes; an OPML file has at most ${maxOpmlBytes}.`)
  const { feeds, warnings } = readOpml(bytes.toString('utf8'))
  if (feeds.length === 0) {
    throw new Failure('data', `${path} names no feed: ${warnings.join('; ')}.`, {
      advice: 'An OPML file has <outline type="rss" xmlUrl="https://…"/>.',
    })
  }
  const added = (await insertFeeds(kernel.database.db, feeds, kernel.clock())).length
  return { feeds, added, warnings }
}

/** The same for what somebody uploads, read in the sandbox. A string: why nothing of it can be listed. */
export async function takeOpml(
  kernel: Reach,
  parsers: Parsers,
  { bytes, by }: { readonly bytes: Uint8Array; readonly by: Actor },
): Promise<FeedImport | string> {
  const read = await parsers.run('opml', bytes)
  if (read.kind === 'failed') return `The file could not be read: ${read.detail}`
  const { feeds, warnings } = read.value
  if (feeds.length === 0) return `The file names no feed: ${warnings.join('; ')}.`
  const at = kernel.clock()
  const added = await kernel.database.db.transaction().execute(async (transaction) => {
    const urls = await insertFeeds(transaction, feeds, at)
    await recordAudit(
      transaction,
      urls.map((subject) => ({ at, who: by, action: 'feed.add', subjectKind: 'feed', subject })),
    )
    return urls.length
  })
  return { feeds, added, warnings }
}

export async function listFeeds(kernel: Reach): Promise<{ feeds: FeedRow[]; waitingPages: number }> {
  const { db } = kernel.database
  const [feeds, { pages }] = await Promise.all([selectFeeds(db), countPolling(db, kernel.clock())])
  return { feeds, waitingPages: pages }
}

/** Polls a feed now, whenever its time is. undefined: it is not listed. `feed` is null when it moved to a listed one. */
export async function pollOne(
  reach: PollReach,
  url: string,
): Promise<{ outcome: PollOutcome | 'paused'; feed: FeedRow | null } | undefined> {
  const { db } = reach.database
  const before = await selectFeed(db, url)
  if (before === undefined) return undefined
  if (before.state !== 'active') return { outcome: 'paused', feed: before }
  const { outcome, at } = await pollFeed(reach, before)
  return { outcome, feed: (await selectFeed(db, at)) ?? null }
}

/** Pauses a feed, or lets it be polled again, at once. undefined: it is not listed. */
export async function setFeedState(
  kernel: Reach,
  url: string,
  { state, by }: { readonly state: 'active' | 'paused'; readonly by: Actor },
): Promise<FeedRow | undefined> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const before = await selectFeed(transaction, url)
    if (before === undefined || before.state === state) return before
    const at = kernel.clock()
    const again = { next_at: at, failures: 0, failed_since: null, problem: null }
    await updateFeed(transaction, url, { state, ...(state === 'active' ? again : {}) })
    const action = state === 'active' ? 'feed.resume' : 'feed.pause'
    await recordAudit(transaction, [
      { at, who: by, action, subjectKind: 'feed', subject: url, before: { state: before.state }, after: { state } },
    ])
    return await selectFeed(transaction, url)
  })
}

/** False when it was not listed. What it brought stays. */
export async function removeFeed(kernel: Reach, url: string, by: Actor): Promise<boolean> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const before = await selectFeed(transaction, url)
    if (before === undefined) return false
    await deleteFeed(transaction, url)
    const { title, folder } = before
    await recordAudit(transaction, [
      {
        at: kernel.clock(),
        who: by,
        action: 'feed.remove',
        subjectKind: 'feed',
        subject: url,
        before: { title, folder },
      },
    ])
    return true
  })
}
