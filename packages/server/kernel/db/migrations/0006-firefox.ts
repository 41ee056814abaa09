// Which device a Firefox profile asks as: learnt from its first click on a list of its own, for the clicks after a restart.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const m0006: Migration = {
  async up(db: Kysely<unknown>) {
    // `profile` is a hash of the id that Firefox sends.
    await sql`create table firefox_profile (
      profile uuid primary key,
      device uuid not null,
      learnt_at bigint not null)`.execute(db)
  },
}
