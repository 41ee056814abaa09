// A feed that moved for ever keeps its history under its new address.
import type { Db } from '../kernel/db/db.ts'
import type { FeedRow } from './feed.ts'
import { selectFeed, updateFeed } from './queries.ts'

/** The address it has from now on; null when what it moved to is listed already, and this one ends. */
export async function movedTo(db: Db, feed: FeedRow, lasting: string): Promise<string | null> {
  // Asked once more in the same form: `https://e.org` and `https://e.org/` are no move.
  if (lasting === new URL(feed.url).href) return feed.url
  if ((await selectFeed(db, lasting)) === undefined) {
    await updateFeed(db, feed.url, { url: lasting })
    return lasting
  }
  await updateFeed(db, feed.url, { state: 'gone', problem: `It moved to ${lasting}, which is listed already.` })
  return null
}
