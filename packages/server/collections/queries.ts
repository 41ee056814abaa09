// All SQL of the tables `collection` and `collection_story`.
import type { Collection, CollectionStory, CollectionSummary } from '@lectern/protocol/rest/collections.ts'
import { sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'

type CollectionRow = Omit<Collection, 'stories'>

const columns = sql`id, slug, title, excerpt, intro, image_url as "imageUrl", language, status, authors, partner, version,
  by_name as by, updated_at as "updatedAt", published_at as "publishedAt"`

const storiesOf = async (db: Db, id: string): Promise<CollectionStory[]> => {
  const { rows } = await sql<{ story: CollectionStory }>`
    select story from collection_story where collection = ${id} order by rank`.execute(db)
  return rows.map(({ story }) => story)
}

/** By id or slug; `forUpdate` lets nobody else change it until the transaction ends. */
export async function selectCollection(
  db: Db,
  by: { readonly id: string } | { readonly slug: string },
  { forUpdate = false }: { readonly forUpdate?: boolean } = {},
): Promise<Collection | undefined> {
  const which = 'id' in by ? sql`id = ${by.id}` : sql`slug = ${by.slug}`
  const lock = forUpdate ? sql`for update` : sql``
  const { rows } = await sql<CollectionRow>`select ${columns} from collection where ${which} ${lock}`.execute(db)
  const [row] = rows
  return row === undefined ? undefined : { ...row, stories: await storiesOf(db, row.id) }
}

/** Newest change first. */
export async function selectSummaries(db: Db): Promise<CollectionSummary[]> {
  const { rows } = await sql<CollectionSummary>`
    select id, slug, title, status, partner, updated_at as "updatedAt",
           (select count(*) from collection_story where collection = collection.id) as stories
    from collection order by updated_at desc, id`.execute(db)
  return rows
}

/** Id of the collection that has a slug; undefined: nobody has it. */
export async function selectHolder(db: Db, slug: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from collection where slug = ${slug}`.execute(db)
  return rows[0]?.id
}

/** Ids of those that have a story with this item or address, always in the same order. */
export async function selectHolding(
  db: Db,
  { item, url }: { readonly item: string; readonly url: string | null },
): Promise<string[]> {
  const { rows } = await sql<{ collection: string }>`
    select distinct collection from collection_story where story->>'item' = ${item} or story->>'url' = ${url}
    order by collection`.execute(db)
  return rows.map(({ collection }) => collection)
}

/** The whole of it, stories in their order. */
export async function writeCollection(db: Db, collection: Collection): Promise<void> {
  const { id, slug, title, excerpt, intro, imageUrl, language, status, authors, partner, version } = collection
  const { by, updatedAt, publishedAt, stories } = collection
  await sql`
    insert into collection (id, slug, title, excerpt, intro, image_url, language, status, authors, partner, version, by_name,
                            updated_at, published_at)
    values (${id}, ${slug}, ${title}, ${excerpt}, ${intro}, ${imageUrl}, ${language}, ${status}, ${[...authors]}::text[],
            ${partner === null ? null : JSON.stringify(partner)}::jsonb, ${version}, ${by}, ${updatedAt}, ${publishedAt})
    on conflict (id) do update set
      slug = excluded.slug, title = excluded.title, excerpt = excluded.excerpt, intro = excluded.intro,
      image_url = excluded.image_url, language = excluded.language, status = excluded.status,
      authors = excluded.authors, partner = excluded.partner, version = excluded.version, by_name = excluded.by_name,
      updated_at = excluded.updated_at, published_at = excluded.published_at`.execute(db)
  await sql`delete from collection_story where collection = ${id}`.execute(db)
  await sql`
    insert into collection_story (collection, rank, story)
    select ${id}, place - 1, story
    from jsonb_array_elements(${JSON.stringify(stories)}::jsonb) with ordinality as t(story, place)`.execute(db)
}
