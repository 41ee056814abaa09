// The publisher's priorities, newest in force.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const m0007: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table priorities (
      version text primary key,
      document jsonb not null,
      in_force_since bigint not null)`.execute(db)
  },
}
