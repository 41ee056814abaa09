// All SQL of the table `feed`.
import type { ListedFeed } from '@lectern/content/feeds/opml.ts'
import type { Db } from '../kernel/db/db.ts'

type FeedTables = {
  feed: {
    url: string
    title: string
    site_url: string | null
    folder: string | null
    language: string | null
    added_at: number
  }
}

/** Answers how many were new. */
export async function insertFeeds(db: Db, feeds: readonly ListedFeed[], now: number): Promise<number> {
  if (feeds.length === 0) return 0
  const rows = feeds.map(({ url, title, siteUrl, folder, language }) => ({
    url,
    title,
    site_url: siteUrl,
    folder,
    language,
    added_at: now,
  }))
  const inserted = await db
    .withTables<FeedTables>()
    .insertInto('feed')
    .values(rows)
    .onConflict((conflict) => conflict.column('url').doNothing())
    .returning('url')
    .execute()
  return inserted.length
}
