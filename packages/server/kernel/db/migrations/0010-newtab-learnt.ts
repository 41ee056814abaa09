// In which context a New Tab was shown, and what is learnt of stories by context.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`alter table newtab_answer add column utc_offset smallint, add column cohort text, add column branch text`,
  sql`create table newtab_learnt (
    kind text primary key,
    made_at bigint not null,
    document jsonb not null)`,
]

export const m0010: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
