// All SQL of the tables `event`, `event_receipt`, `signal`, `exposure` and `history_file`.
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '../kernel/db/db.ts'
import type { EventKind, StoredEvent } from './event.ts'

type Tables = {
  signal: { reader: string; item: string; kind: EventKind; at: number; on: boolean; detail: string | null }
}
const tables = (db: Db): Kysely<Tables> => db.withTables<Tables>()

/** The columns of the log, in the order of its files. */
const columns =
  'id, reader, item, kind, surface, slate, slot, dwell_ms, fraction, "on", detail, at, received_at, region'

/** The newest word wins; of two at the same time the one that is on, then the greater detail. */
const isNewer = `(excluded.at, excluded."on", coalesce(excluded.detail, '') collate "C")
  > (signal.at, signal."on", coalesce(signal.detail, '') collate "C")`
const upsertWord = `on conflict (reader, item, kind) do update
  set at = excluded.at, "on" = excluded."on", detail = excluded.detail where ${isNewer}`
// The same order in every transaction, so that two never wait for each other.
const byKey = 'reader collate "C", item collate "C", kind collate "C"'

const insertSql = `
  with incoming as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::integer[],
      $8::integer[], $9::real[], $10::boolean[], $11::text[], $12::bigint[], $13::bigint[], $14::text[])
      as event (${columns})
  ), added as (
    insert into event (${columns})
    select ${columns} from incoming
    where not exists (select from event_receipt where event_receipt.id = incoming.id)
    order by id
    on conflict (id) do nothing
    returning id, reader, item, kind, at, "on", detail
  ), latest as (
    select distinct on (reader, item, kind) reader, item, kind, at, "on", detail
    from added where kind <> 'impression'
    order by reader, item, kind, at desc, "on" desc, coalesce(detail, '') collate "C" desc
  ), noted as (
    insert into signal (reader, item, kind, at, "on", detail)
    select reader, item, kind, at, "on", detail from latest order by ${byKey}
    ${upsertWord}
  ), exposed as (
    insert into exposure as known (reader, item, times, first_at, last_at)
    select reader, item, count(*), min(at), max(at) from added where kind = 'impression'
    group by reader, item order by reader collate "C", item collate "C"
    on conflict (reader, item) do update set times = known.times + excluded.times,
      first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at)
  )
  select id from added`

/** Adds events that neither the table nor the receipts know, and their signals. Answers the ids that were new. */
export async function insertEvents(client: pg.ClientBase, events: readonly StoredEvent[]): Promise<Set<string>> {
  const column = <K extends keyof StoredEvent>(key: K) => events.map((event) => event[key])
  const { rows } = await client.query<{ id: string }>({
    name: 'insert-events',
    text: insertSql,
    values: [
      column('id'),
      column('reader'),
      column('item'),
      column('kind'),
      column('surface'),
      column('slate'),
      column('slot'),
      column('dwellMs'),
      column('fraction'),
      column('on'),
      column('detail'),
      column('at'),
      column('receivedAt'),
      column('region'),
    ],
  })
  return new Set(rows.map((row) => row.id))
}

export async function selectSignals(
  db: Db,
  reader: string,
  options: { readonly kinds?: readonly EventKind[]; readonly limit: number },
) {
  let query = tables(db).selectFrom('signal').select(['item', 'kind', 'detail', 'at'])
  query = query.where('reader', '=', reader).where('on', '=', true)
  if (options.kinds) query = query.where(sql<boolean>`kind = any(${[...options.kinds]}::text[])`)
  return query.orderBy('at', 'desc').orderBy('item').orderBy('kind').limit(options.limit).execute()
}

export async function selectHistory(
  db: Db,
  options: { readonly reader: string; readonly kinds: readonly EventKind[]; readonly limit: number },
): Promise<{ item: string; at: number }[]> {
  const newest = await tables(db)
    .selectFrom('signal')
    .select(['item', sql<number>`max(at)`.as('at')])
    .where('reader', '=', options.reader)
    .where('on', '=', true)
    .where('kind', 'in', options.kinds)
    .groupBy('item')
    .orderBy(sql`max(at)`, 'desc')
    .orderBy('item')
    .limit(options.limit)
    .execute()
  return newest.reverse()
}

/** Keeps what was received before `cut` in a table of this session, oldest first. Answers how many events it holds. */
export async function pickRolling(client: pg.ClientBase, cut: number, limit: number): Promise<number> {
  await client.query('drop table if exists rolling')
  await client.query('create temporary table rolling (like event)')
  const picked = await client.query(
    `insert into rolling select * from event where received_at < $1 order by received_at, id limit $2`,
    [cut, limit],
  )
  return picked.rowCount ?? 0
}

export const copyRollingSql = `copy (select ${columns} from rolling order by at, id) to stdout (format csv)`

export async function insertReceipts(client: pg.ClientBase): Promise<void> {
  await client.query('insert into event_receipt (id, received_at) select id, received_at from rolling order by id')
}

export async function deleteRolled(client: pg.ClientBase): Promise<number> {
  const deleted = await client.query('delete from event using rolling where event.id = rolling.id')
  return deleted.rowCount ?? 0
}

export async function deleteReceiptsBefore(client: pg.ClientBase, receivedAt: number): Promise<void> {
  await client.query('delete from event_receipt where received_at < $1', [receivedAt])
}

/** A history file as it is listed. */
export interface HistoryFile {
  /** Blob name, `history/day=YYYY-MM-DD/….parquet`. */
  readonly path: string
  /** UTC day of every `at` in it, YYYY-MM-DD. */
  readonly day: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
  readonly minAt: number
  readonly maxAt: number
  /** `roll`, or the import that wrote it. */
  readonly source: string
}

export async function insertHistoryFiles(client: pg.ClientBase, files: readonly HistoryFile[], now: number) {
  const column = <K extends keyof HistoryFile>(key: K) => files.map((file) => file[key])
  await client.query(
    `insert into history_file (path, day, rows, bytes, sha256, min_at, max_at, source, created_at)
     select *, $9::bigint from unnest($1::text[], $2::date[], $3::integer[], $4::bigint[], $5::text[], $6::bigint[],
       $7::bigint[], $8::text[])`,
    [
      column('path'),
      column('day'),
      column('rows'),
      column('bytes'),
      column('sha256'),
      column('minAt'),
      column('maxAt'),
      column('source'),
      now,
    ],
  )
}

/** Every listed file, by day, then path. */
export async function selectHistoryFiles(client: pg.ClientBase | pg.Pool): Promise<HistoryFile[]> {
  const { rows } = await client.query<HistoryFile>(
    `select path, day::text as day, rows, bytes, sha256, min_at as "minAt", max_at as "maxAt", source
     from history_file order by day, path collate "C"`,
  )
  return rows
}

export const copyEventsSql = `copy (select ${columns} from event) to stdout (format csv)`

export async function createMerging(client: pg.ClientBase): Promise<void> {
  await client.query('drop table if exists merging')
  await client.query(`create temporary table merging (
    n integer, reader text, item text, kind text, at bigint, "on" boolean, detail text)`)
}

export const copyMergingSql = 'copy merging from stdin (format csv)'

/** Merges rows `from` ≤ n < `to`, which are in the order of the keys, into the signals. */
export async function mergeSignals(client: pg.ClientBase, from: number, to: number): Promise<void> {
  await client.query(
    `insert into signal (reader, item, kind, at, "on", detail)
     select reader, item, kind, at, "on", detail from merging where n >= $1 and n < $2 order by n
     ${upsertWord}`,
    [from, to],
  )
}

export async function indexMerging(client: pg.ClientBase): Promise<void> {
  await client.query('create index on merging (n)')
  await client.query('analyze merging')
}

export async function notifyEvents(client: pg.ClientBase, channel: string, payload: string): Promise<void> {
  await client.query({ name: 'notify-events', text: 'select pg_notify($1, $2)', values: [channel, payload] })
}

const storedColumns = `id, reader, item, kind, surface, slate, slot, dwell_ms as "dwellMs", fraction, "on", detail, at,
  received_at as "receivedAt", region`

/** Events of the table that were received in this millisecond. */
export async function selectReceived(client: pg.Pool, at: number): Promise<StoredEvent[]> {
  const text = `select ${storedColumns} from event where received_at = $1 order by id`
  return (await client.query<StoredEvent>(text, [at])).rows
}

/** Ids of the events of the table that were received from then on. */
export async function selectReceivedIds(client: pg.Pool, from: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select id from event where received_at >= $1', [from])
  return rows.map(({ id }) => id)
}

/** Those of the table, in order of arrival. */
export async function selectEvents(client: pg.Pool, ids: readonly string[]): Promise<StoredEvent[]> {
  const text = `select ${storedColumns} from event where id = any($1::uuid[]) order by received_at, id`
  return (await client.query<StoredEvent>(text, [ids])).rows
}

export async function selectWords(
  pool: pg.Pool,
  reader: string,
  { kinds, limit }: { readonly kinds: readonly EventKind[]; readonly limit: number },
) {
  const { rows } = await pool.query<{ item: string; kind: EventKind; at: number; on: boolean; detail: string | null }>({
    name: 'select-words',
    text: `select item, kind, at, "on", detail from signal where reader = $1 and kind = any($2::text[])
      order by at desc, item, kind limit $3`,
    values: [reader, kinds, limit],
  })
  return rows
}

export async function selectExposures(pool: pg.Pool, reader: string, limit: number) {
  const { rows } = await pool.query<{ item: string; times: number; firstAt: number }>({
    name: 'select-exposures',
    text: `select item, times, first_at as "firstAt" from exposure where reader = $1
      order by last_at desc, item limit $2`,
    values: [reader, limit],
  })
  return rows
}

/** Forgets what was last shown before a time: it may come again. */
export async function deleteExposuresBefore(client: pg.ClientBase, lastAt: number): Promise<void> {
  await client.query('delete from exposure where last_at < $1', [lastAt])
}

/** Items that at least so many of these readers saved since then, by how many, rounded down to a multiple of that. */
export async function countSavers(
  db: Db,
  of: { readonly readers: readonly string[]; readonly since: number; readonly least: number },
): Promise<{ item: string; atLeast: number }[]> {
  const { rows } = await sql<{ item: string; atLeast: number }>`
    select item, (count(*) / ${of.least}::integer * ${of.least}::integer)::integer as "atLeast" from signal
    where kind = 'save' and "on" and at >= ${of.since}::bigint and reader = any(${[...of.readers]}::text[])
    group by item having count(*) >= ${of.least}::integer order by item`.execute(db)
  return rows
}
