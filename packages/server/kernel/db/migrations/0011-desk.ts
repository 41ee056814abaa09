// The Desk: who may do what there, what was done, what waits for a decision, what was approved and rejected, and what is
// known of publishers.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // surface null: every surface.
  sql`create table role_grant (
    reader text not null references reader (id) on delete cascade,
    role text not null check (role in ('editor', 'chief', 'analyst', 'operator')),
    surface text,
    granted_by text not null,
    granted_at bigint not null,
    unique nulls not distinct (reader, role, surface))`,

  // Only ever added to. who: id of the reader, or the command line.
  sql`create table audit (
    id bigint generated always as identity primary key,
    at bigint not null,
    who text not null,
    who_name text not null,
    action text not null,
    surface text,
    subject_kind text not null,
    subject text not null,
    subject_name text,
    before jsonb,
    after jsonb,
    reason text,
    comment text)`,
  sql`create index audit_subject on audit (subject_kind, subject, id)`,
  sql`create index audit_who on audit (who, id)`,

  // id: the one its item has or will have. value: what approving it is expected to be worth, from judged_at on.
  sql`create table prospect (
    id text primary key,
    url text not null unique,
    source text not null check (source in ('feed', 'saves', 'person', 'model')),
    source_detail text,
    surface text,
    title text not null,
    excerpt text,
    text text,
    language text,
    publisher text,
    domain text not null,
    authors text[] not null default '{}',
    topic text,
    topic_confidence real,
    topic_by text check (topic_by in ('model', 'person')),
    minutes integer,
    image_url text,
    published_at bigint,
    content_type text not null default 'article',
    paywalled boolean not null default false,
    clickbait real check (clickbait between 0 and 1),
    duplicate_of text,
    value real,
    judged_at bigint,
    warnings text[] not null default '{}',
    state text not null default 'waiting' check (state in ('waiting', 'later', 'approved', 'rejected', 'dismissed')),
    later_until bigint,
    found_at bigint not null,
    decided_at bigint,
    decided_by text,
    reason text,
    comment text,
    search tsvector generated always as (to_tsvector('simple',
      title || ' ' || coalesce(excerpt, '') || ' ' || coalesce(publisher, '') || ' ' || domain)) stored)`,
  sql`create index prospect_queue on prospect (state, value desc nulls last, found_at desc, id)`,
  sql`create index prospect_domain on prospect (domain)`,
  sql`create index prospect_unjudged on prospect (found_at) where judged_at is null`,
  sql`create index prospect_search on prospect using gin (search)`,

  // What the Desk knows of an item beside what every item has.
  sql`create table corpus_item (
    item text primary key references item (id),
    prospect text,
    authors text[] not null default '{}',
    domain text not null,
    kind text not null default 'recommendation' check (kind in ('recommendation', 'corpus')),
    time_sensitive boolean not null default false,
    syndicated boolean not null default false,
    is_collection boolean not null default false,
    source text not null,
    created_by text not null,
    created_at bigint not null,
    updated_by text not null,
    updated_at bigint not null,
    search tsvector not null default '')`,
  sql`create index corpus_item_domain on corpus_item (domain)`,
  sql`create index corpus_item_search on corpus_item using gin (search)`,
  sql`create view corpus_entry as
    select corpus_item.*, item.url, item.title, item.excerpt, item.publisher, item.topic, item.language, item.minutes,
           item.image_url, item.published_at, item.added_at, item.content_type, item.paywalled, item.taken_down_at
    from corpus_item join item on item.id = corpus_item.item`,

  sql`create table rejected_item (
    id text primary key,
    url text not null unique,
    prospect text,
    title text not null,
    topic text,
    language text,
    publisher text,
    domain text not null,
    reason text not null check (reason in ('PAYWALL', 'POLITICAL_OPINION', 'OFFENSIVE_MATERIAL', 'TIME_SENSITIVE',
      'MISINFORMATION', 'PUBLISHER_QUALITY', 'PUBLISHER_REQUEST', 'COMMERCIAL', 'OTHER')),
    comment text check (length(comment) <= 100),
    by text not null,
    at bigint not null,
    search tsvector generated always as (to_tsvector('simple',
      title || ' ' || coalesce(publisher, '') || ' ' || domain)) stored)`,
  sql`create index rejected_item_at on rejected_item (at desc, id)`,
  sql`create index rejected_item_search on rejected_item using gin (search)`,

  // What a decision changed, so that it can be taken back. was: the rows before it.
  sql`create table desk_decision (
    id uuid primary key,
    number bigint generated always as identity,
    prospect text not null,
    kind text not null check (kind in ('approve', 'reject', 'dismiss', 'later', 'restore')),
    by text not null,
    at bigint not null,
    was jsonb not null,
    undone_at bigint)`,
  sql`create index desk_decision_by on desk_decision (by, number)`,
  sql`create index desk_decision_prospect on desk_decision (prospect, number)`,

  // Filters that an editor gave a name.
  sql`create table desk_view (
    id uuid primary key,
    reader text not null references reader (id) on delete cascade,
    place text not null,
    name text not null,
    filters jsonb not null,
    created_at bigint not null,
    unique (reader, place, name))`,

  // name: the one spelling that items carry, since readers follow and block by it; aliases lead to it.
  sql`create table publisher_domain (
    domain text primary key,
    name text not null,
    aliases text[] not null default '{}',
    state text not null default 'unknown' check (state in ('trusted', 'excluded', 'unknown')),
    state_by text check (state_by in ('person', 'schedule')),
    paywalled boolean not null default false,
    updated_by text not null,
    updated_at bigint not null)`,
  sql`create table publisher_evidence (
    id bigint generated always as identity primary key,
    domain text not null references publisher_domain (domain) on delete cascade,
    source text not null,
    claim text not null,
    value text not null,
    date date,
    licence text,
    url text,
    added_by text not null,
    added_at bigint not null)`,
  sql`create index publisher_evidence_domain on publisher_evidence (domain, id)`,
]

export const m0011: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
