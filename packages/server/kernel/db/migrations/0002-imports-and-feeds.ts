// What an import has read so far, recognised by its bytes; and the feeds that were brought along.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // The unpacked bytes that are done, and their SHA-256: a file that goes on where they end is the same file.
  sql`alter table import_run add column prefix_bytes bigint not null default 0`,
  sql`alter table import_run add column prefix_sha256 text not null default ''`,

  sql`create table feed (
    url text primary key,
    title text not null,
    site_url text,
    folder text,
    language text,
    added_at bigint not null)`,
]

export const m0002: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
