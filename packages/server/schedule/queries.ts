// All SQL of the tables `scheduled_item`, `schedule_review`, `schedule_removal` and `schedule_revision`.
import type { RemovalReason, ScheduleReason } from '@lectern/protocol/rest/desk-words.ts'
import type { EntrySource } from '@lectern/protocol/rest/schedule.ts'
import { sql } from 'kysely'
import type { Day } from '../kernel/clock/days.ts'
import type { Db } from '../kernel/db/db.ts'

export interface EntryRow {
  readonly id: string
  readonly item: string
  readonly surface: string
  readonly day: Day
  readonly rank: number
  readonly source: EntrySource
  readonly reason: ScheduleReason | null
  readonly byId: string
  readonly byName: string
  /** Unix ms. */
  readonly at: number
  /** A model put it there and no person reviewed the board since: it is not shown. */
  readonly waits?: boolean
}

export interface RemovalRow {
  readonly id: string
  readonly item: string
  readonly surface: string
  readonly day: Day
  readonly entry: EntryRow
  readonly reason: RemovalReason
  readonly comment: string | null
  readonly byId: string
  readonly byName: string
  readonly at: number
}

interface Place {
  readonly surface: string
  readonly day: Day
}

const entryColumns = sql`id, item, surface, day::text as day, rank, source, reason, by_id as "byId",
  by_name as "byName", at, source = 'model' and not accepted as waits`

/** First in every change: from here to the commit nobody else changes a board. */
export async function lockBoards(transaction: Db): Promise<void> {
  await sql`select revision from schedule_revision for update`.execute(transaction)
}

export async function selectRevision(db: Db): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from schedule_revision`.execute(db)
  return rows[0]!.revision
}

/** In the order of the board. */
export async function selectBoard(db: Db, { surface, day }: Place): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${entryColumns} from scheduled_item
    where surface = ${surface} and day = ${day}::date order by rank`.execute(db)
  return rows
}

export async function selectEntry(db: Db, id: string): Promise<EntryRow | undefined> {
  const { rows } = await sql<EntryRow>`select ${entryColumns} from scheduled_item where id = ${id}`.execute(db)
  return rows[0]
}

/** Makes a board hold exactly these, in this order, and tells every server; what stood on another day stands here. */
export async function writeBoard(db: Db, { surface, day }: Place, entries: readonly EntryRow[]): Promise<void> {
  const column = <K extends keyof EntryRow>(key: K) => entries.map((entry) => entry[key])
  const ids = column('id')
  await sql`delete from scheduled_item
    where surface = ${surface} and day = ${day}::date and not id = any(${ids}::text[])`.execute(db)
  await sql`
    insert into scheduled_item (id, item, surface, day, rank, source, reason, by_id, by_name, at)
    select id, item, ${surface}, ${day}::date, place - 1, source, reason, by_id, by_name, at
    from unnest(${ids}::text[], ${column('item')}::text[], ${column('source')}::text[], ${column('reason')}::text[],
                ${column('byId')}::text[], ${column('byName')}::text[], ${column('at')}::bigint[])
      with ordinality as t(id, item, source, reason, by_id, by_name, at, place)
    on conflict (id) do update set surface = excluded.surface, day = excluded.day, rank = excluded.rank`.execute(db)
  // Who looked at it looked at something else.
  await writeReview(db, { surface, day }, null)
  await sql`update schedule_revision set revision = revision + 1`.execute(db)
  await sql`select pg_notify('lectern', 'schedule')`.execute(db)
}

/** Where an item stands, on one surface or all. */
export async function selectDaysOf(db: Db, item: string, surface?: string): Promise<{ surface: string; day: Day }[]> {
  const { rows } = await sql<Place>`
    select surface, day::text as day from scheduled_item
    where item = ${item} and (${surface ?? null}::text is null or surface = ${surface ?? null}::text)
    order by day, surface`.execute(db)
  return rows
}

/** Items on boards from a day on until another, that one not included. */
export async function selectItemsOfDays(db: Db, from: Day, until: Day): Promise<string[]> {
  const { rows } = await sql<{ item: string }>`
    select distinct item from scheduled_item where day >= ${from}::date and day < ${until}::date`.execute(db)
  return rows.map(({ item }) => item)
}

export async function selectReview(db: Db, { surface, day }: Place): Promise<{ by: string; at: number } | null> {
  const { rows } = await sql<{ by: string; at: number }>`
    select by_name as by, at from schedule_review where surface = ${surface} and day = ${day}::date`.execute(db)
  return rows[0] ?? null
}

export async function writeReview(
  db: Db,
  { surface, day }: Place,
  review: { readonly by: string; readonly at: number } | null,
): Promise<void> {
  if (review === null) {
    await sql`delete from schedule_review where surface = ${surface} and day = ${day}::date`.execute(db)
    return
  }
  await sql`
    insert into schedule_review (surface, day, by_name, at) values (${surface}, ${day}::date, ${review.by}, ${review.at})
    on conflict (surface, day) do update set by_name = excluded.by_name, at = excluded.at`.execute(db)
}

/** What models put on this board is shown from now on, or no longer; every server is told. */
export async function acceptProposals(db: Db, { surface, day }: Place, accepted: boolean): Promise<void> {
  await sql`
    update scheduled_item set accepted = ${accepted}
    where surface = ${surface} and day = ${day}::date and source = 'model'`.execute(db)
  await sql`update schedule_revision set revision = revision + 1`.execute(db)
  await sql`select pg_notify('lectern', 'schedule')`.execute(db)
}

const removalColumns = sql`id, item, surface, day::text as day, entry, reason, comment, by_id as "byId",
  by_name as "byName", at`

export async function insertRemoval(db: Db, removal: RemovalRow): Promise<void> {
  const { id, item, surface, day, reason, comment, byId, byName, at } = removal
  await sql`
    insert into schedule_removal (id, item, surface, day, entry, reason, comment, by_id, by_name, at)
    values (${id}, ${item}, ${surface}, ${day}::date, ${JSON.stringify(removal.entry)}::jsonb, ${reason}, ${comment},
            ${byId}, ${byName}, ${at})`.execute(db)
}

export async function selectRemoval(db: Db, id: string): Promise<RemovalRow | undefined> {
  const { rows } = await sql<RemovalRow>`select ${removalColumns} from schedule_removal where id = ${id}`.execute(db)
  return rows[0]
}

/** What people took off a board, newest first. */
export async function selectRemovals(db: Db, { surface, day }: Place): Promise<RemovalRow[]> {
  const { rows } = await sql<RemovalRow>`
    select ${removalColumns} from schedule_removal
    where surface = ${surface} and day = ${day}::date order by at desc, id`.execute(db)
  return rows
}

/** Of these items those that a person took off a board of this surface, whatever the day. */
export async function selectRemovedItems(db: Db, surface: string, items: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ item: string }>`
    select distinct item from schedule_removal where surface = ${surface} and item = any(${items}::text[])`.execute(db)
  return new Set(rows.map(({ item }) => item))
}

export async function deleteRemoval(db: Db, id: string): Promise<void> {
  await sql`delete from schedule_removal where id = ${id}`.execute(db)
}

/** A person wants it again. */
export async function forgetRemovals(db: Db, surface: string, item: string): Promise<void> {
  await sql`delete from schedule_removal where surface = ${surface} and item = ${item}`.execute(db)
}

export interface ServedBoard {
  readonly surface: string
  readonly day: Day
  readonly items: readonly string[]
}

/** Boards from a day on, newest day first, without what waits for a person. */
export async function selectServedBoards(db: Db, from: Day): Promise<ServedBoard[]> {
  const { rows } = await sql<ServedBoard>`
    select surface, day::text as day, array_agg(item order by rank) as items
    from scheduled_item where day >= ${from}::date and (source = 'person' or accepted)
    group by surface, day order by surface, day desc`.execute(db)
  return rows
}

/** What stood or stands on a board, and what a person took off it: `removed` is the reason then. */
export interface ChosenRow {
  readonly item: string
  readonly surface: string
  readonly day: Day
  readonly source: EntrySource
  readonly reason: ScheduleReason | null
  readonly removed: RemovalReason | null
  readonly waits: boolean
  readonly byId: string
  readonly byName: string
}

/** Of these days, all surfaces. */
export async function selectChosen(db: Db, { from, until }: { readonly from: Day; readonly until: Day }) {
  const { rows } = await sql<ChosenRow>`
    select item, surface, day::text as day, source, reason, null as removed, by_id as "byId", by_name as "byName",
           source = 'model' and not accepted as waits
    from scheduled_item where day between ${from}::date and ${until}::date
    union all
    select item, surface, day::text, entry ->> 'source', entry ->> 'reason', reason, entry ->> 'byId', entry ->> 'byName', false
    from schedule_removal where day between ${from}::date and ${until}::date
    order by surface, day, item`.execute(db)
  return rows
}
