// Sections as editors see them: with their status, their items and what was taken out.
import type { Section, SectionList } from '@lectern/protocol/rest/sections.ts'
import { cardOf, itemsById, type StoredItem } from '../items/items.ts'
import type { Day } from '../kernel/clock/days.ts'
import {
  type MemberRow,
  type SectionRemovalRow,
  type SectionRow,
  selectMembers,
  selectRemovals,
  selectSection,
  selectSections,
} from './queries.ts'
import { type SectionReach, todayOf } from './reach.ts'
import { statusOf } from './status.ts'

export async function listSections(reach: SectionReach, surface: string): Promise<SectionList> {
  const rows = await selectSections(reach.kernel.database.db, surface)
  return { surface, today: todayOf(reach, surface), sections: await viewsOf(reach, rows) }
}

/** null: there is none, or it was deleted. */
export async function viewSection(reach: SectionReach, id: string): Promise<Section | null> {
  const row = await selectSection(reach.kernel.database.db, id)
  if (row === undefined || row.deletedAt !== null) return null
  return (await viewsOf(reach, [row]))[0]!
}

async function viewsOf(reach: SectionReach, rows: readonly SectionRow[]): Promise<Section[]> {
  const { db } = reach.kernel.database
  const ids = rows.map(({ id }) => id)
  const members = Map.groupBy(await selectMembers(db, ids), ({ section }) => section)
  const removals = Map.groupBy(await selectRemovals(db, ids), ({ section }) => section)
  const named = [...members.values(), ...removals.values()].flat().map(({ item }) => item)
  const items = await itemsById(reach.kernel, named)
  return rows.map((row) =>
    viewOf(row, {
      today: todayOf(reach, row.surface),
      members: members.get(row.id) ?? [],
      removals: removals.get(row.id) ?? [],
      items,
    }),
  )
}

interface Around {
  readonly today: Day
  readonly members: readonly MemberRow[]
  readonly removals: readonly SectionRemovalRow[]
  readonly items: ReadonlyMap<string, StoredItem>
}

const viewOf = (row: SectionRow, { today, members, removals, items }: Around): Section => ({
  id: row.id,
  surface: row.surface,
  title: row.title,
  subtitle: row.subtitle,
  source: row.source,
  status: statusOf(row, today),
  enabled: row.enabled,
  firstDay: row.firstDay,
  lastDay: row.lastDay,
  followable: row.followable,
  allowAds: row.allowAds,
  iab: [...row.iab],
  rank: row.rank,
  by: row.byName,
  updatedAt: row.updatedAt,
  items: members.map(({ item, source, byName, at }, rank) => {
    const known = items.get(item)!
    return { rank, item: cardOf(known), source, by: byName, at, shown: known.takenDownAt === null }
  }),
  removed: removals.map(({ item, reason, comment, byName, at }) => ({
    item: cardOf(items.get(item)!),
    reason,
    comment,
    by: byName,
    at,
  })),
})
