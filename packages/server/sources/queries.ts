// All SQL of tables `feed`, `feed_entry` and `feed_page`.
import type { ListedFeed } from '@lectern/content/feeds/opml.ts'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { EntryFacts, FeedRow, PageRow } from './feed.ts'

type FeedTables = {
  feed: {
    url: string
    title: string
    site_url: string | null
    folder: string | null
    language: string | null
    added_at: number
    state: FeedRow['state']
    next_at: number
    interval_ms: number
    polled_at: number | null
    found_at: number | null
    found: number
    failures: number
    failed_since: number | null
    problem: string | null
    warnings: string[]
    etag: string | null
    last_modified: string | null
    body_hash: string | null
    hub: string | null
    hub_topic: string | null
    callback: string | null
    hub_secret: string | null
    hub_asked_at: number | null
    hub_until: number | null
  }
}
type FeedTable = FeedTables['feed']

const tables = (db: Db) => db.withTables<FeedTables>()

/** Those that are listed already stay as they are. Answers the addresses of those that were new. */
export async function insertFeeds(db: Db, feeds: readonly ListedFeed[], now: number): Promise<string[]> {
  if (feeds.length === 0) return []
  const rows = feeds.map(({ url, title, siteUrl, folder, language }) => ({
    url,
    title,
    site_url: siteUrl,
    folder,
    language,
    added_at: now,
    next_at: now,
  })) as Insertable<FeedTable>[]
  const inserted = await tables(db)
    .insertInto('feed')
    .values(rows)
    .onConflict((conflict) => conflict.column('url').doNothing())
    .returning('url')
    .execute()
  return inserted.map(({ url }) => url)
}

/** By folder and title. */
export async function selectFeeds(db: Db): Promise<FeedRow[]> {
  const rows = await tables(db)
    .selectFrom('feed')
    .selectAll()
    .orderBy(sql`folder nulls last, lower(title), url`)
    .execute()
  return rows.map(feedOf)
}

export async function selectFeed(db: Db, url: string): Promise<FeedRow | undefined> {
  const row = await tables(db).selectFrom('feed').selectAll().where('url', '=', url).executeTakeFirst()
  return row && feedOf(row)
}

export async function selectFeedByCallback(db: Db, callback: string): Promise<FeedRow | undefined> {
  const row = await tables(db).selectFrom('feed').selectAll().where('callback', '=', callback).executeTakeFirst()
  return row && feedOf(row)
}

/** Whose time has come, those that waited longest first. */
export async function selectDueFeeds(db: Db, now: number, limit: number): Promise<FeedRow[]> {
  const rows = await tables(db)
    .selectFrom('feed')
    .selectAll()
    .where('state', '=', 'active')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(limit)
    .execute()
  return rows.map(feedOf)
}

/** Takes a feed for a poll that ends before `until`; false when another process took it. */
export async function claimFeed(db: Db, { url, nextAt }: FeedRow, until: number): Promise<boolean> {
  const { numUpdatedRows } = await tables(db)
    .updateTable('feed')
    .set({ next_at: until })
    .where('url', '=', url)
    .where('next_at', '=', nextAt)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Feeds with a hub whose lease ends before `until` and who was not asked since `askedBefore`. */
export async function selectFeedsToSubscribe(
  db: Db,
  { until, askedBefore }: { readonly until: number; readonly askedBefore: number },
): Promise<FeedRow[]> {
  const rows = await tables(db)
    .selectFrom('feed')
    .selectAll()
    .where('state', '=', 'active')
    .where('hub', 'is not', null)
    .where(
      sql<boolean>`coalesce(hub_until, 0) < ${until}::bigint and coalesce(hub_asked_at, 0) < ${askedBefore}::bigint`,
    )
    .execute()
  return rows.map(feedOf)
}

export async function updateFeed(db: Db, url: string, set: Updateable<FeedTable>): Promise<boolean> {
  const { numUpdatedRows } = await tables(db).updateTable('feed').set(set).where('url', '=', url).executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteFeed(db: Db, url: string): Promise<boolean> {
  const { numDeletedRows } = await tables(db).deleteFrom('feed').where('url', '=', url).executeTakeFirst()
  return numDeletedRows > 0n
}

const week = 7 * 24 * 3_600_000

/** Writes down what is in a feed now. Answers the keys that were never in it. */
export async function markSeen(
  db: Db,
  feed: string,
  { keys, now }: { keys: readonly string[]; now: number },
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string; new: boolean }>`
    insert into feed_entry (feed, key, seen_at)
    select ${feed}, key, ${now}::bigint from unnest(${keys}::text[]) as key
    on conflict (feed, key) do update set seen_at = excluded.seen_at where feed_entry.seen_at < ${now - week}::bigint
    returning key, xmax = 0 as new`.execute(db)
  return new Set(rows.filter((row) => row.new).map(({ key }) => key))
}

export interface NewPage {
  readonly url: string
  readonly host: string
  readonly entry: EntryFacts
}

/** Pages that were never fetched wait to be. Answers how many those are. */
export async function insertPages(
  db: Db,
  feed: string,
  { pages, now }: { readonly pages: readonly NewPage[]; readonly now: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into feed_page (url, host, feed, entry, next_at, added_at)
    select url, host, ${feed}, entry, ${now}::bigint, ${now}::bigint
    from jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) as page(url text, host text, entry jsonb)
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** A page that cannot even be written down is given up. */
const mostTries = 6

export async function selectWaitingPages(db: Db, now: number, limit: number): Promise<PageRow[]> {
  const { rows } = await sql<PageRow>`
    select url, host, feed, entry, tries from feed_page
    where state = 'waiting' and next_at <= ${now}::bigint and tries < ${mostTries} order by next_at, url limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Takes a page for a look that ends before `until`; false when another process took it, or it was looked at. */
export async function claimPage(db: Db, url: string, { now, until }: { now: number; until: number }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update feed_page set next_at = ${until}::bigint, tries = tries + 1
    where url = ${url} and state = 'waiting' and next_at <= ${now}::bigint`.execute(db)
  return (numAffectedRows ?? 0n) > 0n
}

/** It is never fetched again. */
export async function markPageDone(db: Db, url: string, outcome: string): Promise<void> {
  await sql`update feed_page set state = 'done', entry = null, outcome = ${outcome} where url = ${url}`.execute(db)
}

export async function postponePage(
  db: Db,
  url: string,
  { until, outcome }: { until: number; outcome: string },
): Promise<void> {
  await sql`update feed_page set next_at = ${until}::bigint, outcome = ${outcome} where url = ${url}`.execute(db)
}

/** Forgets what was in no feed since. */
export async function deleteSeenBefore(db: Db, time: number): Promise<void> {
  await sql`delete from feed_entry where seen_at < ${time}::bigint`.execute(db)
  await sql`delete from feed_page where state = 'done' and added_at < ${time}::bigint`.execute(db)
}

interface PollingCounts {
  readonly active: number
  readonly failing: number
  readonly due: number
  readonly pages: number
}

export async function countPolling(db: Db, now: number): Promise<PollingCounts> {
  const { rows } = await sql<PollingCounts>`
    select count(*) filter (where state = 'active')::int as active,
           count(*) filter (where state = 'active' and failures > 0)::int as failing,
           count(*) filter (where state = 'active' and next_at <= ${now}::bigint)::int as due,
           (select count(*)::int from feed_page where state = 'waiting') as pages
    from feed`.execute(db)
  return rows[0]!
}

const feedOf = (row: Selectable<FeedTable>): FeedRow => ({
  url: row.url,
  title: row.title,
  siteUrl: row.site_url,
  folder: row.folder,
  language: row.language,
  addedAt: row.added_at,
  state: row.state,
  nextAt: row.next_at,
  intervalMs: row.interval_ms,
  polledAt: row.polled_at,
  foundAt: row.found_at,
  found: row.found,
  failures: row.failures,
  failedSince: row.failed_since,
  problem: row.problem,
  warnings: row.warnings,
  etag: row.etag,
  lastModified: row.last_modified,
  bodyHash: row.body_hash,
  hub: row.hub,
  hubTopic: row.hub_topic,
  callback: row.callback,
  hubSecret: row.hub_secret,
  hubAskedAt: row.hub_asked_at,
  hubUntil: row.hub_until,
})
