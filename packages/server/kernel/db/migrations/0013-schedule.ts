// Boards of surfaces and days, sections, collections. What a person removed is remembered: no model puts it back.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`create table scheduled_item (
    id text primary key,
    item text not null references item (id) on delete cascade,
    surface text not null,
    day date not null,
    rank integer not null,
    source text not null check (source in ('person', 'model')),
    reason text,
    by_id text not null,
    by_name text not null,
    at bigint not null,
    unique (item, surface, day))`,
  sql`create index on scheduled_item (surface, day)`,
  sql`create table schedule_review (
    surface text not null,
    day date not null,
    by_name text not null,
    at bigint not null,
    primary key (surface, day))`,
  // The entry as it was, so that it can come back where it stood.
  sql`create table schedule_removal (
    id text primary key,
    item text not null references item (id) on delete cascade,
    surface text not null,
    day date not null,
    entry jsonb not null,
    reason text not null,
    comment text,
    by_id text not null,
    by_name text not null,
    at bigint not null)`,
  sql`create index on schedule_removal (surface, item)`,
  // One row each: its lock makes changes come one after the other, its number tells servers that there was one.
  sql`create table schedule_revision (revision bigint not null)`,
  sql`insert into schedule_revision values (0)`,
  sql`create table desk_section (
    id text primary key,
    surface text not null,
    title text not null,
    subtitle text,
    titled_by text not null check (titled_by in ('person', 'model')),
    source text not null check (source in ('person', 'model')),
    enabled boolean not null,
    first_day date,
    last_day date,
    followable boolean not null,
    allow_ads boolean not null,
    iab text[] not null,
    rank integer not null,
    by_name text not null,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint)`,
  sql`create index on desk_section (surface)`,
  sql`create table desk_section_item (
    section text not null references desk_section (id) on delete cascade,
    item text not null references item (id) on delete cascade,
    rank integer not null,
    source text not null check (source in ('person', 'model')),
    by_name text not null,
    at bigint not null,
    primary key (section, item))`,
  sql`create table section_removal (
    section text not null references desk_section (id) on delete cascade,
    item text not null references item (id) on delete cascade,
    rank integer not null,
    source text not null,
    reason text not null,
    comment text,
    by_name text not null,
    at bigint not null,
    primary key (section, item))`,
  sql`create table section_revision (revision bigint not null)`,
  sql`insert into section_revision values (0)`,
  sql`create table collection (
    id text primary key,
    slug text not null unique,
    title text not null,
    excerpt text not null,
    intro text not null,
    image_url text,
    language text not null,
    status text not null check (status in ('DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED')),
    authors text[] not null,
    partner jsonb,
    version integer not null,
    by_name text not null,
    updated_at bigint not null,
    published_at bigint)`,
  sql`create table collection_story (
    collection text not null references collection (id) on delete cascade,
    rank integer not null,
    story jsonb not null,
    primary key (collection, rank))`,
]

export const m0013: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
