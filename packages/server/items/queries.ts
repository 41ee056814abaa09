// All SQL of table `item`.
import { type Kysely, sql } from 'kysely'
import type { NewItem, StoredItem } from './item.ts'

type ItemTable = {
  item: {
    id: string
    url: string | null
    title: string
    excerpt: string | null
    publisher: string | null
    topic: string | null
    language: string | null
    minutes: number | null
    image_url: string | null
    published_at: number | null
    added_at: number
    origin: string
    editorial_rank: number | null
    content_type: string
    paywalled: boolean
    regions: string[] | null
    cluster: string | null
    taken_down_at: number | null
    taken_down_reason: string | null
    taken_down_by: string | null
    revision: number
  }
}

// biome-ignore lint/complexity/noBannedTypes: every slice starts from a database without tables.
type AnyDb = Kysely<{}>

const tables = (db: AnyDb) => db.withTables<ItemTable>()

const overwrite = sql`do update set
      url = excluded.url, title = excluded.title, excerpt = excluded.excerpt, publisher = excluded.publisher,
      topic = excluded.topic, language = excluded.language, minutes = excluded.minutes, image_url = excluded.image_url,
      published_at = excluded.published_at, origin = excluded.origin, editorial_rank = excluded.editorial_rank,
      content_type = excluded.content_type, paywalled = excluded.paywalled, regions = excluded.regions,
      cluster = excluded.cluster, revision = nextval('item_revision')`
const keep = sql`do nothing`

/**
 * Inserts one batch; known ids are overwritten or kept as they are; ids must be distinct. An address that another item holds already is left out of the
 * newcomer: the item is kept, because events name it by id. The first `added_at` stays.
 */
export async function insertItems(
  db: AnyDb,
  items: readonly NewItem[],
  { now, known }: { readonly now: number; readonly known: 'overwrite' | 'keep' },
): Promise<void> {
  const column = <K extends keyof NewItem>(key: K) => items.map((item) => item[key] ?? null)
  await sql`
    with incoming as (
      select *, row_number() over (partition by url order by id) as holder
      from unnest(
        ${column('id')}::text[], ${column('url')}::text[], ${column('title')}::text[], ${column('excerpt')}::text[],
        ${column('publisher')}::text[], ${column('topic')}::text[], ${column('language')}::text[],
        ${column('minutes')}::integer[], ${column('imageUrl')}::text[], ${column('publishedAt')}::bigint[],
        ${items.map((item) => item.addedAt ?? now)}::bigint[], ${column('origin')}::text[],
        ${column('editorialRank')}::integer[], ${items.map((item) => item.contentType ?? 'article')}::text[],
        ${items.map((item) => item.paywalled ?? false)}::boolean[],
        ${items.map((item) => item.regions?.join() ?? null)}::text[], ${column('cluster')}::text[]
      ) as t(id, url, title, excerpt, publisher, topic, language, minutes, image_url, published_at, added_at, origin,
             editorial_rank, content_type, paywalled, regions, cluster)
    )
    insert into item (id, url, title, excerpt, publisher, topic, language, minutes, image_url, published_at, added_at,
                      origin, editorial_rank, content_type, paywalled, regions, cluster)
    select id,
           case when holder = 1 and not exists (select 1 from item held where held.url = incoming.url and held.id <> incoming.id)
                then url end,
           title, excerpt, publisher, topic, language, minutes, image_url, published_at, added_at, origin, editorial_rank,
           content_type, paywalled, string_to_array(regions, ','), cluster
    from incoming
    order by id
    on conflict (id) ${known === 'keep' ? keep : overwrite}`.execute(db)
}

export async function selectKnownIds(db: AnyDb, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from item where id = any(${ids}::text[])`.execute(db)
  return rows.map((row) => row.id)
}

const storedColumns = [
  'id',
  'url',
  'title',
  'excerpt',
  'publisher',
  'topic',
  'language',
  'minutes',
  'image_url as imageUrl',
  'published_at as publishedAt',
  'added_at as addedAt',
  'origin',
  'editorial_rank as editorialRank',
  'content_type as contentType',
  'paywalled',
  'regions',
  'cluster',
  'taken_down_at as takenDownAt',
] as const

interface Which {
  readonly after?: number
  readonly by?: { readonly ids: readonly string[]; readonly urls: readonly string[] }
}

export async function selectItems(db: AnyDb, { after, by }: Which = {}): Promise<StoredItem[]> {
  let query = tables(db).selectFrom('item').select(storedColumns)
  if (after !== undefined) query = query.where('revision', '>', after)
  if (by !== undefined) {
    query = query.where(sql<boolean>`(id = any(${by.ids}::text[]) or url = any(${by.urls}::text[]))`)
  }
  return await query.orderBy(sql`id collate "C"`).execute()
}

/** What was not taken down, is more than an id and has every word in its title, newest first. */
export async function searchItems(db: AnyDb, words: readonly string[], limit: number): Promise<StoredItem[]> {
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  return await tables(db)
    .selectFrom('item')
    .select(storedColumns)
    .where('taken_down_at', 'is', null)
    .where(sql<boolean>`(url is not null or title <> id)`)
    .where(sql<boolean>`title ilike all (${patterns}::text[])`)
    .orderBy('added_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export interface Telling {
  readonly id: string
  readonly title: string
  readonly excerpt: string | null
  /** When it was published, else added: Unix milliseconds. */
  readonly at: number
  readonly cluster: string | null
}

/** What was published, or else added, in that time: the newest `limit`. */
export async function selectTellings(
  db: AnyDb,
  { from, until, limit }: { readonly from: number; readonly until: number; readonly limit: number },
): Promise<Telling[]> {
  const { rows } = await sql<Telling>`
    select id, title, excerpt, coalesce(published_at, added_at) as at, cluster
    from item
    where coalesce(published_at, added_at) between ${from}::bigint and ${until}::bigint
    order by at desc, id
    limit ${limit}`.execute(db)
  return rows
}

/** These tell a story that others tell as well from now on. */
export async function markFirstTellings(db: AnyDb, ids: readonly string[]): Promise<void> {
  await sql`
    update item set cluster = id, revision = nextval('item_revision')
    where id = any(${ids}::text[]) and cluster is null`.execute(db)
}

/** Every change after this call has a greater number. */
export async function takeRevision(db: AnyDb): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select nextval('item_revision') as revision`.execute(db)
  return rows[0]!.revision
}

/** The greatest number taken so far; a change with a lower one may not be committed yet. */
export async function lastRevision(db: AnyDb): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select last_value as revision from item_revision`.execute(db)
  return rows[0]!.revision
}

/** Takes an item down, or restores it with null. Answers the number of the change; null: no such item. */
export async function markTakenDown(
  db: AnyDb,
  id: string,
  mark: { readonly at: number; readonly reason: string; readonly by: string } | null,
): Promise<number | null> {
  const row = await tables(db)
    .updateTable('item')
    .set({
      taken_down_at: mark?.at ?? null,
      taken_down_reason: mark?.reason ?? null,
      taken_down_by: mark?.by ?? null,
      revision: sql<number>`nextval('item_revision')`,
    })
    .where('id', '=', id)
    .returning('revision')
    .executeTakeFirst()
  return row?.revision ?? null
}

/** How many items had one of these names. */
export async function updatePublisher(db: AnyDb, from: readonly string[], to: string): Promise<number> {
  const updated = await sql`
    update item set publisher = ${to}, revision = nextval('item_revision')
    where publisher = any(${from}::text[]) and publisher <> ${to}`.execute(db)
  return Number(updated.numAffectedRows ?? 0)
}

/** Tells every process of this installation what to read again, when the surrounding transaction commits. */
export async function notifyItems(db: AnyDb, after: number): Promise<void> {
  await sql`select pg_notify('lectern', ${`items:${after}`})`.execute(db)
}
