// Editing what waits: title, excerpt, topic and the like. What the patch does not name stays as it is.
import type { Prospect, ProspectPatch } from '@lectern/protocol/rest/desk-prospects.ts'
import { recordAudit } from '../audit/audit.ts'
import { allow } from '../kernel/http/roles.ts'
import type { Deciding } from './decisions/decide.ts'
import { fieldsOf, type ProspectFields } from './prospect.ts'
import { lockProspects, selectProspects, updateProspect } from './queries.ts'
import { describe } from './queue.ts'
import { type DeskReach, type Refused, refused } from './reach.ts'
import { changesOf, patched } from './rules.ts'

export async function editProspect(
  { kernel }: DeskReach,
  who: Deciding,
  { id, patch }: { readonly id: string; readonly patch: ProspectPatch },
): Promise<{ readonly kind: 'edited'; readonly prospect: Prospect } | Refused> {
  const { db } = kernel.database
  const done = await db.transaction().execute(async (transaction) => {
    const [prospect] = await lockProspects(transaction, [id])
    if (prospect === undefined) return refused('not-found', `No prospect has the id "${id}".`)
    const allowed = allow(who.caller, { kind: 'edit', surface: prospect.surface })
    if (allowed.kind === 'refused') return refused('not-allowed', allowed.detail)
    if (prospect.state !== 'waiting' && prospect.state !== 'later') {
      return refused('conflict', `“${prospect.title}” was ${prospect.state} meanwhile; nothing was changed.`)
    }
    const was = fieldsOf(prospect)
    const byPerson = patch.topic === undefined ? {} : { topicBy: 'person' as const, topicConfidence: null }
    const is: ProspectFields = { ...patched<ProspectFields>(was, patch), ...byPerson }
    const { before, after } = changesOf(was, is)
    if (Object.keys(after).length === 0) return null
    await updateProspect(transaction, id, is)
    const about = {
      at: kernel.clock(),
      who: who.actor,
      surface: prospect.surface,
      subjectKind: 'item',
      subject: id,
      subjectName: is.title,
    }
    await recordAudit(transaction, [{ ...about, action: 'prospect.edit', before, after }])
    return null
  })
  if (done !== null) return done
  const [prospect] = (await describe(db, await selectProspects(db, [id]))).prospects
  return { kind: 'edited', prospect: prospect! }
}
