// The first schema. Times are Unix milliseconds (`bigint`), the same value as on the wire and in the history files.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`create table publication (
    name text not null,
    simulated boolean not null default false,
    created_at bigint not null,
    only_row boolean primary key default true check (only_row))`,

  sql`create table reader (
    id text primary key,
    name text not null,
    role text not null check (role in ('reader', 'editor', 'admin')),
    created_at bigint not null)`,
  sql`create table session (
    token_hash bytea primary key,
    reader text not null references reader (id) on delete cascade,
    created_at bigint not null,
    expires_at bigint not null)`,
  sql`create table sign_in_link (
    token_hash bytea primary key,
    reader text not null references reader (id) on delete cascade,
    expires_at bigint not null,
    used_at bigint)`,

  sql`create table item (
    id text primary key,
    url text unique,
    title text not null,
    excerpt text,
    publisher text,
    topic text,
    language text,
    minutes integer,
    image_url text,
    published_at bigint,
    added_at bigint not null,
    origin text not null,
    editorial_rank integer)`,

  // The hot part of the log: what has not been rolled into history files yet.
  sql`create table event (
    id uuid primary key,
    reader text not null,
    item text not null,
    kind text not null,
    surface text,
    slate uuid,
    slot integer,
    dwell_ms integer,
    fraction real,
    "on" boolean not null default true,
    detail text,
    at bigint not null,
    received_at bigint not null)`,
  sql`create index event_received_at on event (received_at)`,
  // Ids of rolled events, so that a repeat is still known while it may arrive.
  sql`create table event_receipt (id uuid primary key, received_at bigint not null)`,
  sql`create index event_receipt_received_at on event_receipt (received_at)`,
  // The latest word of each kind between a reader and an item: histories and pressed buttons are read from here.
  sql`create table signal (
    reader text not null,
    item text not null,
    kind text not null,
    at bigint not null,
    "on" boolean not null,
    detail text,
    primary key (reader, item, kind))`,

  // The cold part of the log: Parquet files, each listed here in the transaction that made it count.
  sql`create table history_file (
    path text primary key,
    day date not null,
    rows integer not null,
    bytes bigint not null,
    sha256 text not null,
    min_at bigint not null,
    max_at bigint not null,
    source text not null,
    created_at bigint not null)`,
  sql`create table import_run (
    id text primary key,
    format text not null,
    path text not null,
    bytes bigint not null,
    lines_done bigint not null default 0,
    accepted bigint not null default 0,
    rejected bigint not null default 0,
    state text not null check (state in ('running', 'done')),
    started_at bigint not null,
    updated_at bigint not null)`,

  sql`create table model_version (
    version text primary key,
    model text not null,
    blob text not null,
    sha256 text not null,
    state text not null check (state in ('published', 'retired', 'broken')),
    card jsonb not null,
    created_at bigint not null)`,
  sql`create table slate (
    id uuid primary key,
    surface text not null,
    reader text,
    at bigint not null,
    recipe text not null,
    recipe_version text not null,
    model_version text,
    rung text not null,
    seed bigint not null,
    record jsonb not null)`,
  sql`create index slate_at on slate (at)`,
]

export const m0001: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
