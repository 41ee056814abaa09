// What models said of prospects and why, with what is needed to know their texts again; and the models that tell topics.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // prints, level: fingerprints of the text (TextSketch), little-endian. reasons: the words behind the numbers, for people.
  sql`create table judgement (
    prospect text primary key,
    title text not null,
    excerpt text,
    published_at bigint,
    prints bytea not null,
    level smallint not null,
    duplicate_of text,
    reasons jsonb not null,
    judged_at bigint not null)`,
  sql`create index judgement_judged_at on judgement (judged_at)`,

  sql`create table topic_model (
    version text primary key,
    blob text not null,
    sha256 text not null,
    card jsonb not null,
    created_at bigint not null)`,
]

export const m0015: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
