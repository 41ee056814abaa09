// What each New Tab was shown: clients name an answer by its time when they tell what became of it, also days later.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`create table newtab_answer (
    slate uuid primary key,
    recommended_at bigint not null,
    surface text not null,
    region text,
    device uuid,
    shown jsonb not null)`,
  sql`create index newtab_answer_recommended_at on newtab_answer (recommended_at)`,
]

export const m0009: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
