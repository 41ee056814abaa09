// All SQL of the tables `slate` and `priorities`.

import type { Priorities } from '@lectern/engine/pipeline/slate.ts'
import { type Kysely, sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
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
    /** Of slates that an earlier Lectern logged. */
    record: SlateRecord | null
    packed: Buffer | null
  }
  priorities: { version: string; document: Pick<Priorities, 'outcomes'>; in_force_since: number }
}

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

/** One statement for the whole batch; a slate that is there already stays as it is. */
export async function insertSlates(db: Db, slates: readonly LoggedSlate[]): Promise<void> {
  const column = <K extends keyof LoggedSlate>(key: K) => slates.map((slate) => slate[key])
  const records = slates.map((slate) => packRecord(slate.record))
  const starts: number[] = []
  let next = 1 // where the database counts from
  for (const { length } of records) {
    starts.push(next)
    next += length
  }
  // All records as one value: bytes in an array would travel as text, twice as long and escaped one by one.
  await sql`
    insert into slate (id, surface, reader, at, recipe, recipe_version, model_version, rung, seed, packed)
    select id, surface, reader, at, recipe, recipe_version, model_version, rung, seed,
           substring(${Buffer.concat(records)}::bytea from start for length)
    from unnest(
      ${column('id')}::uuid[], ${column('surface')}::text[], ${column('reader')}::text[], ${column('at')}::bigint[],
      ${column('recipe')}::text[], ${column('recipeVersion')}::text[], ${column('modelVersion')}::text[],
      ${column('rung')}::text[], ${column('seed')}::bigint[], ${starts}::integer[],
      ${records.map((record) => record.length)}::integer[])
      as t(id, surface, reader, at, recipe, recipe_version, model_version, rung, seed, start, length)
    on conflict (id) do nothing`.execute(db)
}

export async function selectSlate(db: Db, id: string): Promise<LoggedSlate | undefined> {
  const found = await own(db)
    .selectFrom('slate')
    .select(['id', 'surface', 'reader', 'at', 'recipe', 'rung', 'seed', 'record', 'packed'])
    .select(['recipe_version as recipeVersion', 'model_version as modelVersion'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { packed, record, ...slate } = found
  return { ...slate, record: packed === null ? record! : (unpackRecord(packed) as SlateRecord) }
}

export async function selectPriorities(db: Db): Promise<Priorities | null> {
  const row = await own(db)
    .selectFrom('priorities')
    .select(['version', 'document'])
    .orderBy('in_force_since', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { version: row.version, ...row.document }
}

/** In force when it commits; every process is told then. */
export async function insertPriorities(db: Db, { version, ...document }: Priorities, now: number): Promise<void> {
  await own(db)
    .transaction()
    .execute(async (transaction) => {
      await sql`
        insert into priorities (version, document, in_force_since)
        values (${version}, ${JSON.stringify(document)}::jsonb,
                greatest(${now}::bigint, (select max(in_force_since) + 1 from priorities)))
        on conflict (version) do update set in_force_since = excluded.in_force_since`.execute(transaction)
      await sql`select pg_notify('lectern', 'priorities')`.execute(transaction)
    })
}
