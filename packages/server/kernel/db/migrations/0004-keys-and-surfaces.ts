// Surfaces with settings of their own, the keys of programs that speak for them, and what the next page of a slate needs.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`create table surface (
    name text primary key,
    settings jsonb not null,
    updated_at bigint not null)`,

  // The secret is kept as SHA-256 only. surface null: for every surface.
  sql`create table api_key (
    id text primary key,
    secret_hash bytea not null unique,
    kind text not null check (kind in ('secret', 'publishable')),
    name text not null,
    surface text,
    scopes text[] not null,
    per_minute integer not null check (per_minute > 0),
    created_at bigint not null,
    revoked_at bigint)`,

  // owner: who may ask for the next page. ask: what was asked, without anything an anonymous reader sent along.
  sql`alter table slate
    add column owner text,
    add column previous uuid,
    add column ask jsonb`,
]

export const m0004: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
