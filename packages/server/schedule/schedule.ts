// The schedule: what a surface shows on a day, in the editors' order, changed by people and proposed by models.
// Serving reads it with `servedBoards`; a slate is made from what is in memory (recommend).
// Start at change.ts; when something may be put on a board is in rules.ts.
import { recordAudit } from '../audit/audit.ts'
import type { Day } from '../kernel/clock/days.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { placedAt } from '../kernel/placed.ts'
import {
  type ChosenRow,
  type EntryRow,
  lockBoards,
  type ServedBoard,
  selectBoard,
  selectChosen,
  selectDaysOf,
  selectEntry,
  selectRemoval,
  selectRevision,
  selectServedBoards,
  writeBoard,
} from './queries.ts'

export { boardOf } from './board.ts'
export {
  addEntry,
  addEntryWithin,
  type Changed,
  moveEntry,
  removeEntry,
  restoreEntry,
  takeBackEntry,
} from './change.ts'
export { proposeSchedule } from './propose.ts'
export type { ChosenRow, ServedBoard } from './queries.ts'
export type { ScheduleReach } from './reach.ts'
export { copyDay, reviewDay } from './whole-days.ts'

/** Boards from a day on, newest day first. */
export const servedBoards = (kernel: Pick<Kernel, 'database'>, from: Day): Promise<readonly ServedBoard[]> =>
  selectServedBoards(kernel.database.db, from)

/** Grows with every change of a board. */
export const scheduleRevision = (kernel: Pick<Kernel, 'database'>): Promise<number> =>
  selectRevision(kernel.database.db)

/** Takes an item off every board, in the transaction of what took it out of the corpus. Answers what stood there. */
export async function dropFromSchedule(
  transaction: Db,
  item: string,
  { actor, at }: { readonly actor: Actor; readonly at: number },
): Promise<readonly EntryRow[]> {
  await lockBoards(transaction)
  const dropped: EntryRow[] = []
  for (const place of await selectDaysOf(transaction, item)) {
    const board = await selectBoard(transaction, place)
    const left = board.filter((entry) => entry.item !== item)
    dropped.push(...board.filter((entry) => entry.item === item))
    await writeBoard(transaction, place, left)
    const about = { at, who: actor, surface: place.surface, subjectKind: 'item', subject: item }
    await recordAudit(transaction, [{ ...about, action: 'schedule.drop', before: { day: place.day } }])
  }
  return dropped
}

/** Puts back what a drop took off, where it stood; what stands there again is left. */
export async function bringBackToSchedule(transaction: Db, dropped: readonly EntryRow[]): Promise<void> {
  await lockBoards(transaction)
  for (const entry of dropped) {
    const board = await selectBoard(transaction, entry)
    if (board.some(({ item }) => item === entry.item)) continue
    await writeBoard(transaction, entry, placedAt(board, entry, entry.rank))
  }
}

/** Of an entry, or of one that was removed; null: there is none. */
export const surfaceOfEntry = async (kernel: Pick<Kernel, 'database'>, id: string): Promise<string | null> => {
  const { db } = kernel.database
  return ((await selectEntry(db, id)) ?? (await selectRemoval(db, id)))?.surface ?? null
}

/** What stood on the boards of these days, both included, and what was taken off them. */
export const chosenForBoards = (
  kernel: Pick<Kernel, 'database'>,
  days: { readonly from: Day; readonly until: Day },
): Promise<readonly ChosenRow[]> => selectChosen(kernel.database.db, days)
