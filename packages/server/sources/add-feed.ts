// Lists a feed by its address, or by the address of a page that names one. It is fetched first: what is listed is a feed.
import type { Feed } from '@lectern/content/feeds/feed.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Answer } from '../kernel/outbound/fetched.ts'
import type { FeedRow } from './feed.ts'
import { feedTypes, type PollReach, takeAnswer } from './poll-feed.ts'
import { insertFeeds, selectFeed } from './queries.ts'

type NotFound = {
  readonly kind: 'not-found'
  readonly why: 'address' | 'refused' | 'unreachable' | 'no-feed'
  readonly detail: string
}
type AddedFeed = { readonly kind: 'added' | 'known'; readonly feed: FeedRow } | NotFound
type Found = {
  readonly kind: 'found'
  readonly got: Answer
  readonly read: Feed
}

export async function addFeed(
  reach: PollReach,
  address: string,
  { folder, by }: { readonly folder: string | null; readonly by: Actor },
): Promise<AddedFeed> {
  const listed = await selectFeed(reach.database.db, address)
  if (listed !== undefined) return { kind: 'known', feed: listed }
  const found = await findFeed(reach, address, 'page or feed')
  if (found.kind !== 'found') return found
  const { got, read } = found
  const url = got.lasting
  const title = read.title ?? new URL(url).hostname.replace(/^www\./, '')
  const at = reach.clock()
  const { kind, feed } = await reach.database.db.transaction().execute(async (transaction) => {
    const added = await insertFeeds(transaction, [{ url, title, siteUrl: read.siteUrl, folder, language: null }], at)
    if (added.length > 0)
      await recordAudit(transaction, [
        { at, who: by, action: 'feed.add', subjectKind: 'feed', subject: url, after: { title, folder } },
      ])
    return {
      kind: added.length > 0 ? ('added' as const) : ('known' as const),
      feed: (await selectFeed(transaction, url))!,
    }
  })
  if (kind === 'known') return { kind, feed }
  // What was fetched to look at it is its first poll.
  await takeAnswer(reach, feed, { got, read })
  return { kind, feed: (await selectFeed(reach.database.db, url)) ?? feed }
}

async function findFeed(reach: PollReach, address: string, what: 'page or feed' | 'feed'): Promise<Found | NotFound> {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address.replace(/^feed:(\/\/)?/i, '') : `https://${address}`
  const got = await reach.outbound.fetch(/^https?:/i.test(text) ? text : `http://${text}`, { types: feedTypes })
  if (got.kind === 'failed') return { kind: 'not-found', why: 'unreachable', detail: got.detail }
  if (got.kind === 'refused')
    return { kind: 'not-found', why: got.why === 'address' ? 'address' : 'refused', detail: got.detail }
  if (got.status !== 200) return { kind: 'not-found', why: 'unreachable', detail: `Its server answered ${got.status}.` }
  return await feedIn(reach, got, what)
}

async function feedIn(reach: PollReach, got: Answer, what: 'page or feed' | 'feed'): Promise<Found | NotFound> {
  const from = { url: got.url, contentType: got.headers['content-type'] ?? null }
  const read = await reach.parsers.run('feed', got.body, from)
  if (read.kind === 'done' && read.value.format !== 'unknown') return { kind: 'found', got, read: read.value }
  const none = { kind: 'not-found', why: 'no-feed', detail: 'There is no feed, and no page that names one.' } as const
  if (what === 'feed') return none
  const links = await reach.parsers.run('feedLinks', got.body, from)
  const first = links.kind === 'done' ? links.value[0] : undefined
  return first === undefined ? none : await findFeed(reach, first.url, 'feed')
}
