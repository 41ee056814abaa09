// All SQL of the table `slate`.
import { type Kysely, sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { Ask } from './ask.ts'
import { packRecord, unpackRecord } from './slate-pack.ts'
import type { SlateRecord } from './slate-record.ts'

export type LoggedSlate = {
  readonly id: string
  readonly surface: string
  /** null for an anonymous reader. */
  readonly reader: string | null
  readonly at: number
  readonly recipe: string
  readonly recipeVersion: string
  readonly modelVersion: string | null
  readonly rung: string
  readonly seed: number
  /** Who may ask for the next page; null: nobody. */
  readonly owner: string | null
  /** The slate before, of which this is the next page. */
  readonly previous: string | null
  /** null where the reader sent along what must not be kept. */
  readonly ask: Ask | null
  readonly record: SlateRecord
}

type Tables = {
  slate: {
    id: string
    surface: string
    reader: string | null
    at: number
    recipe: string
    recipe_version: string
    model_version: string | null
    rung: string
    seed: number
    owner: string | null
    previous: string | null
    ask: Ask | null
    /** Of slates that an earlier Lectern logged. */
    record: SlateRecord | null
    packed: Buffer | null
  }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

/** A slate on its way into the log: what waits is bytes, not thousands of numbers for the collector to walk over. */
export type PackedSlate = Omit<LoggedSlate, 'ask' | 'record'> & {
  readonly ask: string | null
  readonly packed: Uint8Array
}

export function packSlate({ ask, record, ...slate }: LoggedSlate): PackedSlate {
  return { ...slate, ask: ask === null ? null : JSON.stringify(ask), packed: packRecord(record) }
}

/** One statement for the whole batch; a slate that is there already stays as it is. */
export async function insertSlates(db: Db, slates: readonly PackedSlate[]): Promise<void> {
  const column = <K extends keyof PackedSlate>(key: K) => slates.map((slate) => slate[key])
  const records = column('packed')
  const starts: number[] = []
  let next = 1 // where the database counts from
  for (const { length } of records) {
    starts.push(next)
    next += length
  }
  // All records as one value: bytes in an array would travel as text, twice as long and escaped one by one.
  await sql`
    insert into slate
      (id, surface, reader, at, recipe, recipe_version, model_version, rung, seed, owner, previous, ask, packed)
    select id, surface, reader, at, recipe, recipe_version, model_version, rung, seed, owner, previous, ask,
           substring(${Buffer.concat(records)}::bytea from start for length)
    from unnest(
      ${column('id')}::uuid[], ${column('surface')}::text[], ${column('reader')}::text[], ${column('at')}::bigint[],
      ${column('recipe')}::text[], ${column('recipeVersion')}::text[], ${column('modelVersion')}::text[],
      ${column('rung')}::text[], ${column('seed')}::bigint[], ${column('owner')}::text[],
      ${column('previous')}::uuid[], ${column('ask')}::jsonb[], ${starts}::integer[],
      ${records.map((record) => record.length)}::integer[])
      as t(id, surface, reader, at, recipe, recipe_version, model_version, rung, seed, owner, previous, ask,
           start, length)
    on conflict (id) do nothing`.execute(db)
}

export async function selectSlate(db: Db, id: string): Promise<LoggedSlate | undefined> {
  const found = await own(db)
    .selectFrom('slate')
    .select(['id', 'surface', 'reader', 'at', 'recipe', 'rung', 'seed', 'owner', 'previous', 'ask', 'record', 'packed'])
    .select(['recipe_version as recipeVersion', 'model_version as modelVersion'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { packed, record, ...slate } = found
  return { ...slate, record: recordIn({ packed, record }) }
}

/** Items of a slate and of the pages before it, so many pages in all. */
export async function selectShownBefore(db: Db, id: string, pages: number): Promise<string[]> {
  const { rows } = await sql<Pick<Tables['slate'], 'record' | 'packed'>>`
    with recursive page as (
      select id, previous, record, packed, 1 as n from slate where id = ${id}
      union all
      select slate.id, slate.previous, slate.record, slate.packed, page.n + 1
      from slate join page on slate.id = page.previous where page.n < ${pages})
    select record, packed from page`.execute(db)
  return rows.flatMap((row) => {
    const record = recordIn(row)
    return record.kind === 'full' ? record.shown.map(({ item }) => item) : []
  })
}

const recordIn = ({ packed, record }: Pick<Tables['slate'], 'record' | 'packed'>): SlateRecord =>
  packed === null ? record! : (unpackRecord(packed) as SlateRecord)

export interface SlateSample {
  readonly surface: string
  /** Unix ms; the second is not part of it. */
  readonly since: number
  readonly until: number
  readonly limit: number
}

/** Lists that were made by a recipe, drawn evenly by a hash of their ids: the same ones as long as none is added. */
export async function selectSample(db: Db, { surface, since, until, limit }: SlateSample): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from slate where at >= ${since} and at < ${until} and surface = ${surface} and rung <> 'stored'
    order by md5(id::text), id limit ${limit}`.execute(db)
  return found.rows.map(({ id }) => id)
}

/** Lists of this time that were lists of a section, with its name. */
export async function selectSectionSlates(
  db: Db,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<{ slate: string; section: string }[]> {
  const { rows } = await sql<{ slate: string; section: string }>`
    select id as slate, ask ->> 'section' as section from slate
    where at >= ${since}::bigint and at < ${until}::bigint and ask ->> 'section' is not null`.execute(db)
  return rows
}
