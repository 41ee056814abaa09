// Taking a decision back: everything it changed is as before, and the audit log says so. Only the newest decision about a
// prospect can be taken back, by who made it or by a chief editor.
import type { Decided } from '@lectern/protocol/rest/desk-prospects.ts'
import { recordAudit } from '../../audit/audit.ts'
import { putItemsWithin, restoreWithin, takeDownWithin } from '../../items/items.ts'
import type { Db } from '../../kernel/db/db.ts'
import { type Actor, allow } from '../../kernel/http/roles.ts'
import { deleteCorpusRow, putCorpusRow } from '../corpus/queries.ts'
import { again } from '../item-of.ts'
import { fieldsOf, type StoredProspect } from '../prospect.ts'
import { lockProspects, updateProspect } from '../queries.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { changesOf } from '../rules.ts'
import type { Deciding } from './decide.ts'
import { type Decision, deleteRejected, insertRejected, lockDecision, markUndone, standingDecision } from './queries.ts'
import { readWas, type Was } from './was.ts'

type Outcome = { readonly kind: 'undone'; readonly decided: Decided } | Refused

export async function undo(desk: DeskReach, who: Deciding, id: string): Promise<Outcome> {
  const { kernel } = desk
  const done = await kernel.database.db.transaction().execute(async (transaction) => {
    const found = await lockDecision(transaction, id)
    if (found === undefined) return refused('not-found', `No decision has the id "${id}".`)
    // The prospect first, as deciding does, then again what may have changed meanwhile.
    const [prospect] = await lockProspects(transaction, [found.prospect])
    const wrong = await undoProblem(transaction, { decision: found, who })
    if (wrong !== null) return wrong
    if (prospect === undefined) return refused('not-found', `The prospect of decision "${id}" is gone.`)
    const after = await putBack(transaction, desk, { decision: found, prospect, actor: who.actor })
    return { kind: 'written', after, state: found.was.prospect.state, prospect: prospect.id } as const
  })
  if (done.kind === 'refused') return done
  if (done.after !== null) await desk.changed(done.after)
  return { kind: 'undone', decided: { decision: id, prospect: done.prospect, item: null, state: done.state } }
}

async function undoProblem(
  transaction: Db,
  { decision, who }: { readonly decision: Decision; readonly who: Deciding },
): Promise<Refused | null> {
  if (decision.undoneAt !== null) return refused('conflict', 'This decision was taken back before.')
  if (decision.by !== who.actor.id && allow(who.caller, { kind: 'lead' }).kind === 'refused') {
    return refused('not-allowed', 'A decision is taken back by who made it, or by a chief editor.')
  }
  const standing = await standingDecision(transaction, decision.prospect)
  if (standing !== undefined && standing.id !== decision.id) {
    return refused('conflict', `A later decision stands (${standing.kind}); take that back first.`)
  }
  return null
}

interface Back {
  readonly decision: Decision
  readonly prospect: StoredProspect
  readonly actor: Actor
}

/** Answers the revision of the items before; null: none changed. */
async function putBack(transaction: Db, desk: DeskReach, { decision, prospect, actor }: Back): Promise<number | null> {
  const { was } = decision
  const at = desk.kernel.clock()
  const is = await readWas(transaction, prospect)
  const after = await putItemBack(transaction, { was, is, actor, at })
  if (was.corpus === null && is.corpus !== null) {
    await desk.scheduling.drop(transaction, is.corpus.item, { actor, at })
    await deleteCorpusRow(transaction, is.corpus.item)
  }
  if (was.corpus !== null) {
    await putCorpusRow(transaction, was.corpus)
    await desk.scheduling.bringBack(transaction, was.dropped, { actor, at })
  }
  if (was.rejected === null) await deleteRejected(transaction, prospect.url)
  else await insertRejected(transaction, was.rejected)
  await updateProspect(transaction, prospect.id, was.prospect)
  await markUndone(transaction, decision.id, at)
  const about = {
    at,
    who: actor,
    surface: prospect.surface,
    subjectKind: 'item',
    subject: is.item?.id ?? prospect.id,
    subjectName: prospect.title,
  }
  const { before, after: since } = changesOf(fieldsOf(prospect), was.prospect)
  const comment = `takes back ${decision.kind} of ${new Date(decision.at).toISOString()}`
  await recordAudit(transaction, [{ ...about, action: 'decision.undo', before, after: since, comment }])
  return after
}

/** What was no item before is taken down: events may name it, lists may not. */
async function putItemBack(
  transaction: Db,
  { was, is, actor, at }: { readonly was: Was; readonly is: Was; readonly actor: Actor; readonly at: number },
): Promise<number | null> {
  if (is.item === null || (was.corpus === null) === (is.corpus === null)) return null
  const { id } = is.item
  const wasShown = was.item !== null && was.item.takenDownAt === null
  const after = was.item === null ? null : await putItemsWithin(transaction, [again(was.item)], at)
  const mark = wasShown
    ? await restoreWithin(transaction, id)
    : await takeDownWithin(transaction, id, { at, reason: 'decision taken back', by: actor.id })
  return after ?? (mark.kind === 'done' ? mark.after : null)
}
