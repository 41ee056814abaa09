// The order of the queue, what is counted of it, and rejected ones by domain, without reading what was decided long ago.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`drop index prospect_queue`,
  sql`create index prospect_queue on prospect ((coalesce(value, '-infinity'::real)) desc, found_at desc, id)
    where state in ('waiting', 'later')`,
  sql`create index prospect_waiting on prospect (state, later_until) include (source, topic, language, domain, surface)
    where state in ('waiting', 'later')`,
  sql`create index rejected_item_domain on rejected_item (domain)`,
]

export const m0017: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
