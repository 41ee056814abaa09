// Feeds that are polled: when next, what their servers said last, whom to ask for notices; what was seen in them, and the
// pages of new entries, each fetched once.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // next_at: when it is polled next. interval_ms: what it adapts. failures: in a row, since failed_since.
  sql`alter table feed
    add column state text not null default 'active' check (state in ('active', 'paused', 'gone')),
    add column next_at bigint not null default 0,
    add column interval_ms bigint not null default 3600000,
    add column polled_at bigint,
    add column found_at bigint,
    add column found integer not null default 0,
    add column failures integer not null default 0,
    add column failed_since bigint,
    add column problem text,
    add column warnings text[] not null default '{}',
    add column etag text,
    add column last_modified text,
    add column body_hash text`,
  sql`create index feed_due on feed (next_at) where state = 'active'`,

  // hub_topic: what is subscribed to. callback: the last part of our address for its notices. hub_until: end of the lease.
  sql`alter table feed
    add column hub text,
    add column hub_topic text,
    add column callback text unique,
    add column hub_secret text,
    add column hub_asked_at bigint,
    add column hub_until bigint`,

  // key: hash of the entry's own id, or of its address. seen_at: written again at most once a week.
  sql`create table feed_entry (
    feed text not null references feed (url) on update cascade on delete cascade,
    key text not null,
    seen_at bigint not null,
    primary key (feed, key))`,

  // url: canonical. entry: what its feed says of it, until the page was looked at.
  sql`create table feed_page (
    url text primary key,
    host text not null,
    feed text not null,
    entry jsonb,
    state text not null default 'waiting' check (state in ('waiting', 'done')),
    tries integer not null default 0,
    next_at bigint not null,
    outcome text,
    added_at bigint not null)`,
  sql`create index feed_page_waiting on feed_page (next_at) where state = 'waiting'`,
  sql`create index feed_page_added on feed_page (added_at)`,
]

export const m0012: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
