// What a feed brings, however it came: by a poll or from its hub. Entries never seen before become pages to fetch.
import { createHash } from 'node:crypto'
import type { Feed, FeedEntry } from '@lectern/content/feeds/feed.ts'
import type { Db } from '../kernel/db/db.ts'
import type { EntryFacts } from './feed.ts'
import { insertPages, markSeen, type NewPage } from './queries.ts'

/** Of a feed that is polled for the first time: what is older than its newest is not news. */
const firstEntries = 10
/** What an index of the database can hold. */
const longestAddress = 2000

/** Answers how many pages wait because of it. */
export async function takeFeed(
  db: Db,
  { feed, url }: { readonly feed: Pick<Feed, 'entries'>; readonly url: string },
  { now, first }: { readonly now: number; readonly first: boolean },
): Promise<number> {
  const byKey = new Map(
    feed.entries.flatMap((entry) => (keyOf(entry) === null ? [] : [[keyOf(entry)!, entry] as const])),
  )
  if (byKey.size === 0) return 0
  const unseen = await markSeen(db, url, { keys: [...byKey.keys()], now })
  const fresh = [...byKey].filter(([key]) => unseen.has(key)).map(([, entry]) => entry)
  const pages = newestFirst(fresh)
    .slice(0, first ? firstEntries : undefined)
    .flatMap(pageOf)
  return pages.length === 0 ? 0 : await insertPages(db, url, { pages, now })
}

/** As it names itself, else its address. Hashed: an id may be as long as a feed likes. */
function keyOf({ id, url }: FeedEntry): string | null {
  const name = id ?? url
  return name === null ? null : createHash('sha256').update(name).digest('base64url').slice(0, 22)
}

/** Feeds without dates keep their order. */
const newestFirst = (entries: readonly FeedEntry[]): FeedEntry[] =>
  entries.toSorted((a, b) => (b.publishedMs ?? 0) - (a.publishedMs ?? 0))

function pageOf(entry: FeedEntry): NewPage[] {
  if (entry.url === null || entry.url.length > longestAddress || !URL.canParse(entry.url)) return []
  return [{ url: entry.url, host: new URL(entry.url).hostname, entry: factsOf(entry) }]
}

const factsOf = ({ title, excerpt, authors, publishedMs, image, language }: FeedEntry): EntryFacts => ({
  title,
  excerpt,
  authors,
  publishedMs,
  imageUrl: image,
  language,
})
