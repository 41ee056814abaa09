// All SQL of the tables `desk_section`, `desk_section_item`, `section_removal` and `section_revision`.
import type { SectionRemovalReason } from '@lectern/protocol/rest/desk-words.ts'
import { sql } from 'kysely'
import type { Day } from '../kernel/clock/days.ts'
import type { Db } from '../kernel/db/db.ts'

type Source = 'person' | 'model'

export interface SectionRow {
  readonly id: string
  readonly surface: string
  readonly title: string
  readonly subtitle: string | null
  /** Who wrote title and subtitle: a model does not change what a person wrote. */
  readonly titledBy: Source
  readonly source: Source
  readonly enabled: boolean
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly followable: boolean
  readonly allowAds: boolean
  readonly iab: readonly string[]
  /** Among the sections of the surface, from 0. */
  readonly rank: number
  readonly byName: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly deletedAt: number | null
}

export interface MemberRow {
  readonly section: string
  readonly item: string
  readonly source: Source
  readonly byName: string
  readonly at: number
}

export interface SectionRemovalRow {
  readonly section: string
  readonly item: string
  /** Where it stood. */
  readonly rank: number
  readonly source: Source
  readonly reason: SectionRemovalReason
  readonly comment: string | null
  readonly byName: string
  readonly at: number
}

const columns = sql`id, surface, title, subtitle, titled_by as "titledBy", source, enabled, first_day::text as "firstDay",
  last_day::text as "lastDay", followable, allow_ads as "allowAds", iab, rank, by_name as "byName",
  created_at as "createdAt", updated_at as "updatedAt", deleted_at as "deletedAt"`

/** First in every change: from here to the commit nobody else changes a section. */
export async function lockSections(transaction: Db): Promise<void> {
  await sql`select revision from section_revision for update`.execute(transaction)
}

/** Last in every change: every server is told when it commits. */
export async function announceSections(transaction: Db): Promise<void> {
  await sql`update section_revision set revision = revision + 1`.execute(transaction)
  await sql`select pg_notify('lectern', 'sections')`.execute(transaction)
}

export async function selectRevision(db: Db): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from section_revision`.execute(db)
  return rows[0]!.revision
}

/** In the order in which they stand on the surface. */
export async function selectSections(db: Db, surface: string): Promise<SectionRow[]> {
  const { rows } = await sql<SectionRow>`
    select ${columns} from desk_section
    where surface = ${surface} and deleted_at is null order by rank, id`.execute(db)
  return rows
}

/** Also one that was deleted: its id is never given away again. */
export async function selectSection(db: Db, id: string): Promise<SectionRow | undefined> {
  const { rows } = await sql<SectionRow>`select ${columns} from desk_section where id = ${id}`.execute(db)
  return rows[0]
}

export async function writeSection(db: Db, section: SectionRow): Promise<void> {
  const { id, surface, title, subtitle, titledBy, source, enabled, firstDay, lastDay, followable, allowAds } = section
  await sql`
    insert into desk_section (id, surface, title, subtitle, titled_by, source, enabled, first_day, last_day, followable,
                              allow_ads, iab, rank, by_name, created_at, updated_at, deleted_at)
    values (${id}, ${surface}, ${title}, ${subtitle}, ${titledBy}, ${source}, ${enabled}, ${firstDay}::date,
            ${lastDay}::date, ${followable}, ${allowAds}, ${[...section.iab]}::text[], ${section.rank},
            ${section.byName}, ${section.createdAt}, ${section.updatedAt}, ${section.deletedAt})
    on conflict (id) do update set
      title = excluded.title, subtitle = excluded.subtitle, titled_by = excluded.titled_by, enabled = excluded.enabled,
      first_day = excluded.first_day, last_day = excluded.last_day, followable = excluded.followable,
      allow_ads = excluded.allow_ads, iab = excluded.iab, rank = excluded.rank, by_name = excluded.by_name,
      updated_at = excluded.updated_at, deleted_at = excluded.deleted_at`.execute(db)
}

/** Positions from 0 in the order of these ids. */
export async function writeRanks(db: Db, ids: readonly string[]): Promise<void> {
  await sql`
    update desk_section set rank = place - 1
    from unnest(${[...ids]}::text[]) with ordinality as t(section, place) where id = section`.execute(db)
}

/** In their order. */
export async function selectMembers(db: Db, sections: readonly string[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select section, item, source, by_name as "byName", at from desk_section_item
    where section = any(${[...sections]}::text[]) order by section, rank`.execute(db)
  return rows
}

/** Makes a section hold exactly these, in this order. */
export async function writeMembers(db: Db, section: string, members: readonly MemberRow[]): Promise<void> {
  const column = <K extends keyof MemberRow>(key: K) => members.map((member) => member[key])
  await sql`delete from desk_section_item where section = ${section} and not item = any(${column('item')}::text[])`.execute(
    db,
  )
  await sql`
    insert into desk_section_item (section, item, rank, source, by_name, at)
    select ${section}, item, place - 1, source, by_name, at
    from unnest(${column('item')}::text[], ${column('source')}::text[], ${column('byName')}::text[],
                ${column('at')}::bigint[]) with ordinality as t(item, source, by_name, at, place)
    on conflict (section, item) do update set
      rank = excluded.rank, source = excluded.source, by_name = excluded.by_name, at = excluded.at`.execute(db)
}

export async function selectSectionsWith(db: Db, item: string): Promise<string[]> {
  const { rows } = await sql<{ section: string }>`
    select section from desk_section_item where item = ${item} order by section`.execute(db)
  return rows.map(({ section }) => section)
}

/** What people took out, newest first. */
export async function selectRemovals(db: Db, sections: readonly string[]): Promise<SectionRemovalRow[]> {
  const { rows } = await sql<SectionRemovalRow>`
    select section, item, rank, source, reason, comment, by_name as "byName", at from section_removal
    where section = any(${[...sections]}::text[]) order by at desc, item`.execute(db)
  return rows
}

export async function insertRemoval(db: Db, removal: SectionRemovalRow): Promise<void> {
  const { section, item, rank, source, reason, comment, byName, at } = removal
  await sql`
    insert into section_removal (section, item, rank, source, reason, comment, by_name, at)
    values (${section}, ${item}, ${rank}, ${source}, ${reason}, ${comment}, ${byName}, ${at})
    on conflict (section, item) do update set rank = excluded.rank, source = excluded.source,
      reason = excluded.reason, comment = excluded.comment, by_name = excluded.by_name, at = excluded.at`.execute(db)
}

export async function forgetRemoval(db: Db, section: string, item: string): Promise<void> {
  await sql`delete from section_removal where section = ${section} and item = ${item}`.execute(db)
}

export interface ServedSectionRow extends SectionRow {
  readonly items: readonly string[]
}

/** Enabled sections of all surfaces with their items, those whose last day is before `from` left out. */
export async function selectServedSections(db: Db, from: Day): Promise<ServedSectionRow[]> {
  const { rows } = await sql<ServedSectionRow>`
    select ${columns}, coalesce((
      select array_agg(item order by rank) from desk_section_item where section = desk_section.id), '{}') as items
    from desk_section
    where enabled and deleted_at is null and (last_day is null or last_day >= ${from}::date)
    order by surface, rank, id`.execute(db)
  return rows
}

export async function selectTitles(db: Db, ids: readonly string[]): Promise<{ id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from desk_section where id = any(${[...ids]}::text[])`.execute(db)
  return rows
}

export interface ModelSection {
  readonly id: string
  readonly surface: string
  readonly enabled: boolean
  readonly deleted: boolean
}

export async function selectModelSections(
  db: Db,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<ModelSection[]> {
  const { rows } = await sql<ModelSection>`
    select id, surface, enabled, deleted_at is not null as deleted from desk_section
    where source = 'model' and created_at >= ${since}::bigint and created_at < ${until}::bigint order by id`.execute(db)
  return rows
}
