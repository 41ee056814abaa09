// What an editor does with a whole day: copy it, say that it was looked at.
import type { Board, DayCopy, DayReview } from '@lectern/protocol/rest/schedule.ts'
import { mostPerDay } from '@lectern/protocol/rest/schedule.ts'
import { recordAudit } from '../audit/audit.ts'
import { itemsById } from '../items/items.ts'
import type { Actor } from '../kernel/http/roles.ts'
import { boardOf } from './board.ts'
import { acceptProposals, type EntryRow, lockBoards, selectBoard, writeBoard, writeReview } from './queries.ts'
import { type Refused, refused, type ScheduleReach, todayOf } from './reach.ts'
import { dayProblem } from './rules.ts'

interface Skipped {
  readonly item: string
  readonly title: string
  readonly why: string
}

type Copied =
  | { readonly kind: 'copied'; readonly board: Board; readonly added: number; readonly skipped: readonly Skipped[] }
  | Refused

/** Puts what stands on one day at the end of another, in its order; what stands there already or may not is skipped and told. */
export async function copyDay(reach: ScheduleReach, actor: Actor, { surface, from, to }: DayCopy): Promise<Copied> {
  const wrongDay = dayProblem(to, todayOf(reach, surface))
  if (wrongDay !== null) return refused('invalid', wrongDay)
  if (from === to) return refused('invalid', 'to: a day is copied to another day.')
  const source = await selectBoard(reach.kernel.database.db, { surface, day: from })
  if (source.length === 0) return refused('not-found', `Nothing is scheduled on ${from}.`)
  const ids = source.map(({ item }) => item)
  const items = await itemsById(reach.kernel, ids)
  const marks = await reach.marksOf(ids)
  const done = await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockBoards(transaction)
    const target = await selectBoard(transaction, { surface, day: to })
    const added: EntryRow[] = []
    const skipped: Skipped[] = []
    const at = reach.kernel.clock()
    for (const { item, reason } of source) {
      const { title = item, takenDownAt = null } = items.get(item) ?? {}
      const excluded = marks.get(item)?.excluded ?? null
      const why = target.some((one) => one.item === item)
        ? `is scheduled on ${to} already`
        : takenDownAt !== null
          ? 'was taken down'
          : excluded !== null
            ? `${excluded} is excluded`
            : target.length + added.length >= mostPerDay
              ? `${to} has ${mostPerDay} entries`
              : null
      if (why !== null) skipped.push({ item, title, why })
      else {
        const by = { source: 'person' as const, byId: actor.id, byName: actor.name, at }
        added.push({ id: reach.kernel.chance.uuid(), item, surface, day: to, rank: 0, reason, ...by })
      }
    }
    if (added.length > 0) await writeBoard(transaction, { surface, day: to }, [...target, ...added])
    const about = { at, who: actor, surface, subjectKind: 'day', subject: to }
    await recordAudit(transaction, [{ ...about, action: 'schedule.copy', after: { from, added: added.length } }])
    return { kind: 'copied' as const, added: added.length, skipped }
  })
  return { ...done, board: await boardOf(reach, { surface, day: to }) }
}

/**
 * Says that a person looked at a board, or takes that back. The next change takes it back as well. What models put there is
 * shown from the first review on.
 */
export async function reviewDay(
  reach: ScheduleReach,
  actor: Actor,
  { surface, day, reviewed }: DayReview,
): Promise<Board> {
  const at = reach.kernel.clock()
  await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockBoards(transaction)
    await writeReview(transaction, { surface, day }, reviewed ? { by: actor.name, at } : null)
    await acceptProposals(transaction, { surface, day }, reviewed)
    const about = { at, who: actor, surface, subjectKind: 'day', subject: day }
    await recordAudit(transaction, [{ ...about, action: reviewed ? 'schedule.review' : 'schedule.unreview' }])
  })
  return await boardOf(reach, { surface, day })
}
