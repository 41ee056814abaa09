// A board as editors see it: the entries with their items, what was taken off, and what it is made of.
import type { Board, BoardEntry } from '@lectern/protocol/rest/schedule.ts'
import { cardOf, itemsById, type StoredItem } from '../items/items.ts'
import { addDays, beginOf, type Day } from '../kernel/clock/days.ts'
import { countersOf } from './counters.ts'
import { type EntryRow, type RemovalRow, selectBoard, selectRemovals, selectReview } from './queries.ts'
import { type CorpusMark, type ScheduleReach, todayOf } from './reach.ts'

export interface BoardPlace {
  readonly surface: string
  readonly day: Day
}

export async function boardOf(
  reach: ScheduleReach,
  { surface, day }: BoardPlace,
  warnings: readonly string[] = [],
): Promise<Board> {
  const { db } = reach.kernel.database
  const rows = await selectBoard(db, { surface, day })
  const removals = await selectRemovals(db, { surface, day })
  const ids = [...rows, ...removals].map(({ item }) => item)
  const items = await itemsById(reach.kernel, ids)
  const marks = await reach.marksOf(ids)
  const entries = rows.map((row) => entryOf(row, items.get(row.item)!, marks.get(row.item)))
  const place = reach.settingsOf(surface)
  return {
    surface,
    day,
    today: todayOf(reach, surface),
    timeZone: place.timeZone,
    beginsAt: beginOf(place, day),
    endsAt: beginOf(place, addDays(day, 1)),
    reviewed: await selectReview(db, { surface, day }),
    entries,
    removed: removals.map((row) => removedOf(row, items.get(row.item)!)),
    counters: countersOf(entries),
    warnings: [...warnings],
  }
}

const entryOf = (row: EntryRow, item: StoredItem, mark: CorpusMark | undefined): BoardEntry => ({
  id: row.id,
  rank: row.rank,
  item: cardOf(item),
  source: row.source,
  reason: row.reason,
  by: row.byName,
  at: row.at,
  timely: mark?.timely ?? false,
  shown: item.takenDownAt === null,
  waits: row.waits ?? false,
})

const removedOf = ({ id, reason, comment, byName, at }: RemovalRow, item: StoredItem): Board['removed'][number] => ({
  id,
  item: cardOf(item),
  reason,
  comment,
  by: byName,
  at,
})
