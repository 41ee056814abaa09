// What serving in real time needs: where a reader was, how often an item was shown to whom, and which items changed.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // ISO 3166 of the place an event happened in, when its sender told.
  sql`alter table event add column region text`,

  // How often this installation showed an item to a reader, and from when to when.
  sql`create table exposure (
    reader text not null,
    item text not null,
    times integer not null,
    first_at bigint not null,
    last_at bigint not null,
    primary key (reader, item))`,
  sql`create index exposure_last_at on exposure (last_at)`,

  // Each change of an item takes a number: who knows all up to one reads only what came after.
  sql`create sequence item_revision`,
  sql`alter table item
    add column revision bigint not null default nextval('item_revision'),
    add column taken_down_reason text,
    add column taken_down_by text`,
  sql`create index item_by_revision on item (revision)`,
]

export const m0005: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
