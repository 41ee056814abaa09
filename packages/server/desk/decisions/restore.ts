// A rejected one goes back into the queue, to be decided again.
import type { Decided } from '@lectern/protocol/rest/desk-prospects.ts'
import { recordAudit } from '../../audit/audit.ts'
import { lockProspects, updateProspect } from '../queries.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { changesOf } from '../rules.ts'
import type { Deciding } from './decide.ts'
import { deleteRejected, insertDecision, rejectedById } from './queries.ts'
import { readWas } from './was.ts'

export async function restoreRejected(
  { kernel }: DeskReach,
  { actor }: Deciding,
  id: string,
): Promise<{ readonly kind: 'decided'; readonly decided: Decided } | Refused> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const rejected = await rejectedById(transaction, id)
    const [prospect] = await lockProspects(transaction, [rejected?.prospect ?? id])
    if (rejected === undefined || prospect === undefined || prospect.state !== 'rejected') {
      return refused('not-found', `Nothing rejected has the id "${id}".`)
    }
    const at = kernel.clock()
    const was = await readWas(transaction, prospect)
    await deleteRejected(transaction, rejected.url)
    const undecided = { decidedAt: null, decidedBy: null, reason: null, comment: null }
    const is = { ...was.prospect, ...undecided, state: 'waiting' as const }
    await updateProspect(transaction, prospect.id, is)
    const decision = kernel.chance.uuid()
    const row = { id: decision, prospect: prospect.id, kind: 'restore' as const, by: actor.id, at, undoneAt: null }
    await insertDecision(transaction, { ...row, was })
    const about = {
      at,
      who: actor,
      surface: prospect.surface,
      subjectKind: 'item',
      subject: prospect.id,
      subjectName: prospect.title,
    }
    const { before, after } = changesOf(was.prospect, is)
    await recordAudit(transaction, [{ ...about, action: 'prospect.restore', before, after }])
    return { kind: 'decided', decided: { decision, prospect: prospect.id, item: null, state: 'waiting' } }
  })
}
