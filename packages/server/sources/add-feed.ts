// Lists a feed by its address, or by the address of a page that names one. It is fetched first: what is listed is a feed.
import { recordAudit } from '../audit/audit.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Answer } from '../kernel/outbound/fetched.ts'
import type { FeedRow } from './feed.ts'
import type { Parsers } from './parsers.ts'
import { feedTypes } from './poll-feed.ts'
import { insertFeeds, selectFeed } from './queries.ts'

type AddReach = Pick<Kernel, 'database' | 'clock' | 'outbound'> & { readonly parsers: Parsers }

type NotFound = {
  readonly kind: 'not-found'
  readonly why: 'address' | 'refused' | 'unreachable' | 'no-feed'
  readonly detail: string
}
type AddedFeed = { readonly kind: 'added' | 'known'; readonly feed: FeedRow } | NotFound
type Found = {
  readonly kind: 'found'
  readonly url: string
  readonly title: string | null
  readonly siteUrl: string | null
}

export async function addFeed(
  reach: AddReach,
  address: string,
  { folder, by }: { readonly folder: string | null; readonly by: Actor },
): Promise<AddedFeed> {
  const listed = await selectFeed(reach.database.db, address)
  if (listed !== undefined) return { kind: 'known', feed: listed }
  const found = await findFeed(reach, address, 'page or feed')
  if (found.kind !== 'found') return found
  const { url, siteUrl } = found
  const title = found.title ?? new URL(url).hostname.replace(/^www\./, '')
  const at = reach.clock()
  return await reach.database.db.transaction().execute(async (transaction) => {
    const added = await insertFeeds(transaction, [{ url, title, siteUrl, folder, language: null }], at)
    if (added.length > 0)
      await recordAudit(transaction, [
        { at, who: by, action: 'feed.add', subjectKind: 'feed', subject: url, after: { title, folder } },
      ])
    return { kind: added.length > 0 ? 'added' : 'known', feed: (await selectFeed(transaction, url))! }
  })
}

async function findFeed(reach: AddReach, address: string, what: 'page or feed' | 'feed'): Promise<Found | NotFound> {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address.replace(/^feed:(\/\/)?/i, '') : `https://${address}`
  const got = await reach.outbound.fetch(/^https?:/i.test(text) ? text : `http://${text}`, { types: feedTypes })
  if (got.kind === 'failed') return { kind: 'not-found', why: 'unreachable', detail: got.detail }
  if (got.kind === 'refused')
    return { kind: 'not-found', why: got.why === 'address' ? 'address' : 'refused', detail: got.detail }
  if (got.status !== 200) return { kind: 'not-found', why: 'unreachable', detail: `Its server answered ${got.status}.` }
  return await feedIn(reach, got, what)
}

async function feedIn(reach: AddReach, got: Answer, what: 'page or feed' | 'feed'): Promise<Found | NotFound> {
  const from = { url: got.url, contentType: got.headers['content-type'] ?? null }
  const read = await reach.parsers.run('feed', got.body, from)
  if (read.kind === 'done' && read.value.format !== 'unknown')
    return { kind: 'found', url: got.lasting, title: read.value.title, siteUrl: read.value.siteUrl }
  const none = { kind: 'not-found', why: 'no-feed', detail: 'There is no feed, and no page that names one.' } as const
  if (what === 'feed') return none
  const links = await reach.parsers.run('feedLinks', got.body, from)
  const first = links.kind === 'done' ? links.value[0] : undefined
  return first === undefined ? none : await findFeed(reach, first.url, 'feed')
}
