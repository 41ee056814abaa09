// All SQL of table `corpus_item` and of the view over it, `corpus_entry`; and of the search over all that the Desk knows.
import type { CorpusItem } from '@lectern/protocol/rest/desk-corpus.ts'
import { sql } from 'kysely'
import type { Db } from '../../kernel/db/db.ts'

export interface CorpusRow {
  readonly item: string
  readonly prospect: string | null
  readonly authors: readonly string[]
  readonly domain: string
  readonly kind: CorpusItem['kind']
  readonly timeSensitive: boolean
  readonly syndicated: boolean
  readonly isCollection: boolean
  readonly source: string
  readonly createdBy: string
  readonly createdAt: number
  readonly updatedBy: string
  readonly updatedAt: number
}

const columns = sql`item, prospect, authors, domain, kind, time_sensitive as "timeSensitive", syndicated,
  is_collection as "isCollection", source, created_by as "createdBy", created_at as "createdAt",
  updated_by as "updatedBy", updated_at as "updatedAt"`

export async function corpusRowOf(db: Db, item: string): Promise<CorpusRow | undefined> {
  const { rows } = await sql<CorpusRow>`select ${columns} from corpus_item where item = ${item}`.execute(db)
  return rows[0]
}

/** Also of what came by import or as a sample and has no row of its own. */
export async function corpusEntryOf(db: Db, item: string): Promise<CorpusRow | undefined> {
  const { rows } = await sql<CorpusRow>`select ${columns} from corpus_entry where item = ${item}`.execute(db)
  return rows[0]
}

/** Nobody else changes it until the transaction ends. What came by import gets its row here. */
export async function lockCorpusRow(transaction: Db, item: string): Promise<CorpusRow | undefined> {
  await sql`
    insert into corpus_item (item, prospect, authors, domain, kind, time_sensitive, syndicated, is_collection, source,
                             created_by, created_at, updated_by, updated_at, search)
    select item, prospect, authors, domain, kind, time_sensitive, syndicated, is_collection, source, created_by, created_at,
           updated_by, updated_at, search
    from corpus_entry where item = ${item}
    on conflict do nothing`.execute(transaction)
  const { rows } = await sql<CorpusRow>`
    select ${columns} from corpus_item where item = ${item} for update`.execute(transaction)
  return rows[0]
}

/** Writes it, also over one that is there, and what it is found by. The item itself is stored before. */
export async function putCorpusRow(db: Db, row: CorpusRow): Promise<void> {
  await sql`
    insert into corpus_item (item, prospect, authors, domain, kind, time_sensitive, syndicated, is_collection, source,
                             created_by, created_at, updated_by, updated_at)
    values (${row.item}, ${row.prospect}, ${[...row.authors]}::text[], ${row.domain}, ${row.kind}, ${row.timeSensitive},
            ${row.syndicated}, ${row.isCollection}, ${row.source}, ${row.createdBy}, ${row.createdAt}, ${row.updatedBy},
            ${row.updatedAt})
    on conflict (item) do update set
      prospect = excluded.prospect, authors = excluded.authors, domain = excluded.domain, kind = excluded.kind,
      time_sensitive = excluded.time_sensitive, syndicated = excluded.syndicated,
      is_collection = excluded.is_collection, source = excluded.source, created_by = excluded.created_by,
      created_at = excluded.created_at, updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(db)
  await findBy(db, sql`corpus_item.item = ${row.item}`)
}

/** Items of this publisher are found by its name of now. */
export const findByPublisher = (db: Db, publisher: string): Promise<void> =>
  findBy(db, sql`corpus_entry.publisher = ${publisher}`)

async function findBy(db: Db, which: ReturnType<typeof sql>): Promise<void> {
  await sql`
    update corpus_item set search = to_tsvector('simple',
      concat_ws(' ', corpus_entry.title, corpus_entry.excerpt, corpus_entry.publisher, translate(corpus_entry.domain, '.', ' '),
                array_to_string(corpus_entry.authors, ' ')))
    from corpus_entry where corpus_entry.item = corpus_item.item and ${which}`.execute(db)
}

export async function deleteCorpusRow(db: Db, item: string): Promise<void> {
  await sql`delete from corpus_item where item = ${item}`.execute(db)
}

/** Domains of these items, where they are in the corpus. */
export async function selectDomains(
  db: Db,
  items: readonly string[],
): Promise<{ item: string; domain: string; publisher: string | null; timeSensitive: boolean }[]> {
  const { rows } = await sql<{ item: string; domain: string; publisher: string | null; timeSensitive: boolean }>`
    select item, domain, publisher, time_sensitive as "timeSensitive" from corpus_entry
    where item = any(${items}::text[])`.execute(db)
  return rows
}
