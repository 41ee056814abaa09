// What a list must know of an item before it shows it: kind, price, regions, story, and whether it was taken down.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`alter table item
    add column content_type text not null default 'article',
    add column paywalled boolean not null default false,
    add column regions text[],
    add column cluster text,
    add column taken_down_at bigint`,
]

export const m0003: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
