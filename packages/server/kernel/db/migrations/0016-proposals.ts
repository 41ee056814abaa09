// Whether a reader lets saves count in anonymous totals of many readers: nobody does without having said so. And whether a
// person reviewed what a model put on a board: until then it is a proposal.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`alter table reader add column shares_saves boolean not null default false`,
  sql`alter table scheduled_item add column accepted boolean not null default false`,
]

export const m0016: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
