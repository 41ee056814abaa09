// Slate records as packed bytes: JSON of a few hundred candidates cost more to write than the list cost to make.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`alter table slate alter column record drop not null, add column packed bytea`,
  // Packed already: compressing it again would only cost time.
  sql`alter table slate alter column packed set storage external`,
]

export const m0008: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
