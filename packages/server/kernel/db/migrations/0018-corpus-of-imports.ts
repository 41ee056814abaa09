// What came by import or as a sample is served like what editors approved, so it is in the corpus too: without a row of its
// own until somebody edits or rejects it. Left out: what is only an id (neither address nor title), and what is taken down.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // domain: as content/address tells it; the publisher where there is no address.
  sql`alter table item
    add column domain text not null generated always as (coalesce(
      lower(substring(url from '^https?://(?:[^/@]*@)?(?:www\.(?=[^/:?#]*\.))?([^/:?#]+)')), publisher, '')) stored,
    add column search tsvector not null generated always as (to_tsvector('simple',
      title || ' ' || coalesce(excerpt, '') || ' ' || coalesce(publisher, '') || ' ' ||
      coalesce(translate(substring(url from '^https?://([^/:?#]+)'), '.', ' '), ''))) stored`,
  sql`create index item_domain on item (domain)`,
  sql`create index item_search on item using gin (search)`,
  // For a page of the newest.
  sql`create index item_added_at on item (added_at desc, id)`,
  sql`create index corpus_item_created_at on corpus_item (created_at desc, item)`,
  sql`create index prospect_found_at on prospect (found_at desc, id) where state in ('waiting', 'later')`,
  sql`drop view corpus_entry`,
  sql`create view corpus_chosen as
    select corpus_item.item, prospect, authors, corpus_item.domain, kind, time_sensitive, syndicated, is_collection, source,
           created_by, created_at, updated_by, updated_at, corpus_item.search, item.url, item.title, item.excerpt,
           item.publisher, item.topic, item.language
    from corpus_item join item on item.id = corpus_item.item`,
  sql`create view corpus_import as
    select id as item, null::text as prospect, '{}'::text[] as authors, domain, 'recommendation' as kind,
           false as time_sensitive, false as syndicated, content_type = 'collection' as is_collection, 'import' as source,
           'import' as created_by, added_at as created_at, 'import' as updated_by, added_at as updated_at, search, url,
           title, excerpt, publisher, topic, language
    from item
    where taken_down_at is null and (url is not null or title <> id)
      and not exists (select from corpus_item where corpus_item.item = item.id)`,
  sql`create view corpus_entry as select * from corpus_chosen union all select * from corpus_import`,
]

export const m0018: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
