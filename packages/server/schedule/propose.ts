// A model's proposal for a board: data with a name on it. What a person removed is never put back, and never without a word.
import { mostPerDay } from '@lectern/protocol/rest/schedule.ts'
import { recordAudit } from '../audit/audit.ts'
import { itemsById } from '../items/items.ts'
import { beginOf, type Day } from '../kernel/clock/days.ts'
import { type EntryRow, lockBoards, selectBoard, selectRemovedItems, writeBoard } from './queries.ts'
import { type Refused, refused, type ScheduleReach, todayOf } from './reach.ts'
import { dayProblem, leadProblem } from './rules.ts'

interface ScheduleProposal {
  readonly surface: string
  readonly day: Day
  /** Name and version of the model. */
  readonly model: string
  /** Ids of items, best first. */
  readonly items: readonly string[]
}

type ProposalSkip = 'removed-by-person' | 'already-scheduled' | 'unknown' | 'taken-down' | 'excluded' | 'full'

type Proposed =
  | {
      readonly kind: 'proposed'
      readonly added: readonly string[]
      readonly skipped: readonly { readonly item: string; readonly why: ProposalSkip }[]
    }
  | Refused

/** Adds at the end of the board what is not there; people's entries keep their places. Refused when it comes too late. */
export async function proposeSchedule(reach: ScheduleReach, proposal: ScheduleProposal): Promise<Proposed> {
  const { surface, day, model } = proposal
  const at = reach.kernel.clock()
  const settings = reach.settingsOf(surface)
  const wrongDay =
    dayProblem(day, todayOf(reach, surface)) ??
    leadProblem(beginOf(settings, day), { now: at, leadHours: settings.leadHours })
  if (wrongDay !== null) return refused('invalid', wrongDay)
  const wanted = [...new Set(proposal.items)]
  // Outside the transaction: what waits for its lock must not take the connections that it needs.
  const items = await itemsById(reach.kernel, wanted)
  const marks = await reach.marksOf(wanted)
  return await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockBoards(transaction)
    const board = await selectBoard(transaction, { surface, day })
    const removed = await selectRemovedItems(transaction, surface, wanted)
    const skipOf = (item: string, taken: number): ProposalSkip | null => {
      const known = items.get(item)
      if (known === undefined) return 'unknown'
      if (removed.has(item)) return 'removed-by-person'
      if (board.some((entry) => entry.item === item)) return 'already-scheduled'
      if (known.takenDownAt !== null) return 'taken-down'
      if ((marks.get(item)?.excluded ?? null) !== null) return 'excluded'
      return board.length + taken < mostPerDay ? null : 'full'
    }
    const added: EntryRow[] = []
    const skipped: { item: string; why: ProposalSkip }[] = []
    for (const item of wanted) {
      const why = skipOf(item, added.length)
      if (why !== null) skipped.push({ item, why })
      else {
        const by = { source: 'model' as const, reason: null, byId: model, byName: model, at }
        added.push({ id: reach.kernel.chance.uuid(), item, surface, day, rank: 0, ...by })
      }
    }
    if (added.length > 0) await writeBoard(transaction, { surface, day }, [...board, ...added])
    const who = { id: model, name: model }
    const after = { added: added.length, skipped: skipped.length }
    await recordAudit(transaction, [
      { at, who, action: 'schedule.propose', surface, subjectKind: 'day', subject: day, after },
    ])
    return { kind: 'proposed' as const, added: added.map(({ item }) => item), skipped }
  })
}
