// Priorities per surface: a document is kept once by its version; what came into force where, when and why is a release.
// Each release says the whole state after it, so that going back is writing an earlier state again.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`create table priorities_release (
    id bigint generated always as identity primary key,
    surface text,
    base text references priorities (version),
    trial text references priorities (version),
    share real,
    experiment text,
    action text not null,
    restored bigint,
    owner text not null,
    reason text not null,
    made_by text,
    made_by_name text not null,
    at bigint not null)`,
  sql`create index priorities_release_newest on priorities_release (surface, id desc)`,
  sql`insert into priorities_release (base, action, owner, reason, made_by_name, at)
    select version, 'publish', 'publication', 'Published before reasons were kept.', 'command line', in_force_since
    from priorities order by in_force_since`,
  sql`alter table priorities drop column in_force_since`,
]

export const m0014: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
