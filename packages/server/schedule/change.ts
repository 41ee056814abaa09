// What an editor does with one entry of a board. Each answers the board as it is afterwards.
import type { Board, EntryMove, EntryRemoval, NewEntry } from '@lectern/protocol/rest/schedule.ts'
import { mostPerDay } from '@lectern/protocol/rest/schedule.ts'
import { recordAudit } from '../audit/audit.ts'
import { findItems } from '../items/items.ts'
import { beginOf } from '../kernel/clock/days.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import { placedAt } from '../kernel/placed.ts'
import { type BoardPlace, boardOf } from './board.ts'
import {
  deleteRemoval,
  type EntryRow,
  forgetRemovals,
  insertRemoval,
  lockBoards,
  selectBoard,
  selectEntry,
  selectRemoval,
  writeBoard,
} from './queries.ts'
import { type Refused, refused, type ScheduleReach, todayOf } from './reach.ts'
import { dayProblem, leadProblem } from './rules.ts'

export type Changed = { readonly kind: 'changed'; readonly board: Board; readonly entry: string } | Refused

interface Written {
  readonly kind: 'written'
  readonly place: BoardPlace
  readonly entry: string
  readonly warnings?: readonly string[]
}

/** Puts an item on a board. What a person removed before and adds again is no longer remembered as removed. */
export async function addEntry(reach: ScheduleReach, actor: Actor, wanted: NewEntry): Promise<Changed> {
  const { item } = wanted
  const excluded = (await reach.marksOf([item])).get(item)?.excluded ?? null
  if (excluded !== null) return refused('invalid', `item: ${excluded} is excluded; nothing of it is scheduled.`)
  return await changing(reach, (transaction) => addEntryWithin(transaction, reach, { actor, wanted }))
}

/** The same in the transaction of something else, which has seen to it that the domain is not excluded. */
export async function addEntryWithin(
  transaction: Db,
  reach: ScheduleReach,
  { actor, wanted }: { readonly actor: Actor; readonly wanted: NewEntry },
): Promise<Written | Refused> {
  const { surface, day, item, rank, reason } = wanted
  const wrongDay = dayProblem(day, todayOf(reach, surface))
  if (wrongDay !== null) return refused('invalid', wrongDay)
  await lockBoards(transaction)
  const [found] = await findItems(transaction, { ids: [item], urls: [] })
  if (found === undefined) return refused('not-found', `No item has the id "${item}".`)
  if (found.takenDownAt !== null) return refused('invalid', `item: "${found.title}" was taken down.`)
  const board = await selectBoard(transaction, { surface, day })
  const full = cannotTake(board, { item, title: found.title, day })
  if (full !== null) return full
  const at = reach.kernel.clock()
  const by = { byId: actor.id, byName: actor.name, at }
  const id = reach.kernel.chance.uuid()
  const entry: EntryRow = { id, item, surface, day, rank: 0, source: 'person', reason, ...by }
  await writeBoard(transaction, { surface, day }, placedAt(board, entry, rank))
  await forgetRemovals(transaction, surface, item)
  const about = { at, who: actor, surface, subjectKind: 'item', subject: item }
  await recordAudit(transaction, [{ ...about, action: 'schedule.add', after: { day, rank }, reason }])
  return { kind: 'written', place: { surface, day }, entry: id, warnings: lateWarnings(reach, { surface, day }) }
}

/** To another place of its board, or to another day: then to the end of it, where no rank is named. */
export async function moveEntry(
  reach: ScheduleReach,
  actor: Actor,
  { id, day: wantedDay, rank }: EntryMove & { readonly id: string },
): Promise<Changed> {
  return await changing(reach, async (transaction) => {
    const entry = await selectEntry(transaction, id)
    if (entry === undefined) return noEntry(id)
    const { surface, item } = entry
    const day = wantedDay ?? entry.day
    const today = todayOf(reach, surface)
    const wrongDay = dayProblem(entry.day, today) ?? dayProblem(day, today)
    if (wrongDay !== null) return refused('invalid', wrongDay)
    const from = await selectBoard(transaction, entry)
    const place = { surface, day }
    if (day === entry.day) {
      const here = from.find((one) => one.id === id)!
      await writeBoard(transaction, place, placedAt(from, here, rank))
    } else {
      const to = await selectBoard(transaction, place)
      const full = cannotTake(to, { item, title: item, day })
      if (full !== null) return full
      await writeBoard(transaction, place, placedAt(to, entry, rank))
      const left = from.filter((one) => one.id !== id)
      await writeBoard(transaction, { surface, day: entry.day }, left)
    }
    const about = { at: reach.kernel.clock(), who: actor, surface, subjectKind: 'item', subject: item }
    const before = { day: entry.day, rank: entry.rank }
    await recordAudit(transaction, [{ ...about, action: 'schedule.move', before, after: { day, rank } }])
    return { kind: 'written', place, entry: id, warnings: day === entry.day ? [] : lateWarnings(reach, place) }
  })
}

/** Takes an entry off its board, with a reason. From now on no model puts the item on a board of this surface. */
export async function removeEntry(
  reach: ScheduleReach,
  actor: Actor,
  { id, reason, comment }: EntryRemoval & { readonly id: string },
): Promise<Changed> {
  return await changing(reach, async (transaction) => {
    const entry = await selectEntry(transaction, id)
    if (entry === undefined) return noEntry(id)
    const { surface, day, item } = entry
    const board = await selectBoard(transaction, entry)
    const left = board.filter((one) => one.id !== id)
    await writeBoard(transaction, { surface, day }, left)
    const at = reach.kernel.clock()
    const by = { byId: actor.id, byName: actor.name, at }
    await insertRemoval(transaction, { id, item, surface, day, entry, reason, comment, ...by })
    const about = { at, who: actor, surface, subjectKind: 'item', subject: item }
    const before = { day, rank: entry.rank }
    await recordAudit(transaction, [{ ...about, action: 'schedule.remove', before, reason, comment }])
    return { kind: 'written', place: { surface, day }, entry: id }
  })
}

/** Takes a removal back: the entry stands where it stood, and is no longer remembered as removed. */
export async function restoreEntry(reach: ScheduleReach, actor: Actor, id: string): Promise<Changed> {
  return await changing(reach, async (transaction) => {
    const removal = await selectRemoval(transaction, id)
    if (removal === undefined) return refused('not-found', `No removed entry has the id "${id}".`)
    const { surface, day, item, entry } = removal
    const board = await selectBoard(transaction, removal)
    const full = cannotTake(board, { item, title: item, day })
    if (full !== null) return full
    await writeBoard(transaction, { surface, day }, placedAt(board, entry, entry.rank))
    await deleteRemoval(transaction, id)
    const about = { at: reach.kernel.clock(), who: actor, surface, subjectKind: 'item', subject: item }
    await recordAudit(transaction, [{ ...about, action: 'schedule.restore', after: { day, rank: entry.rank } }])
    return { kind: 'written', place: { surface, day }, entry: id }
  })
}

/** How long who added an entry may take it back without a reason. */
const takeBackMs = 3_600_000

/** Undoes an addition: it never was, for models too. */
export async function takeBackEntry(reach: ScheduleReach, actor: Actor, id: string): Promise<Changed> {
  return await changing(reach, async (transaction) => {
    const entry = await selectEntry(transaction, id)
    if (entry === undefined) return noEntry(id)
    const at = reach.kernel.clock()
    if (entry.byId !== actor.id || at - entry.at > takeBackMs) {
      const detail = 'Only who added it takes it back, within an hour. Remove it with a reason instead.'
      return refused('not-allowed', detail)
    }
    const { surface, day, item } = entry
    const board = await selectBoard(transaction, entry)
    const left = board.filter((one) => one.id !== id)
    await writeBoard(transaction, { surface, day }, left)
    const about = { at, who: actor, surface, subjectKind: 'item', subject: item }
    await recordAudit(transaction, [{ ...about, action: 'schedule.take-back', before: { day } }])
    return { kind: 'written', place: { surface, day }, entry: id }
  })
}

async function changing(
  reach: ScheduleReach,
  change: (transaction: Db) => Promise<Written | Refused>,
): Promise<Changed> {
  const done = await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockBoards(transaction)
    return await change(transaction)
  })
  if (done.kind === 'refused') return done
  return { kind: 'changed', board: await boardOf(reach, done.place, done.warnings), entry: done.entry }
}

const noEntry = (id: string): Refused => refused('not-found', `No entry of a board has the id "${id}".`)

function cannotTake(
  board: readonly EntryRow[],
  { item, title, day }: { readonly item: string; readonly title: string; readonly day: string },
): Refused | null {
  const there = board.find((entry) => entry.item === item)
  if (there !== undefined) {
    const detail = `"${title}" is scheduled already on ${day}, at place ${there.rank + 1}.`
    return refused('conflict', detail)
  }
  return board.length < mostPerDay
    ? null
    : refused('invalid', `day: ${day} has ${mostPerDay} entries; more are not allowed.`)
}

function lateWarnings(reach: ScheduleReach, { surface, day }: BoardPlace): string[] {
  const settings = reach.settingsOf(surface)
  const late = leadProblem(beginOf(settings, day), { now: reach.kernel.clock(), leadHours: settings.leadHours })
  return late === null ? [] : [late]
}
