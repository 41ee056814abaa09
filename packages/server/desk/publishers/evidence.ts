// What is known of a publisher and from whom: rows with source, date and licence, added and removed by chief editors.
import type { EvidenceBody } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { recordAudit } from '../../audit/audit.ts'
import type { Actor } from '../../kernel/http/roles.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { ensurePublisher, readPublisher } from './publishers.ts'
import { deleteEvidence, insertEvidence } from './queries.ts'

export async function addEvidence(
  { kernel }: DeskReach,
  actor: Actor,
  { domain, evidence }: { readonly domain: string; readonly evidence: EvidenceBody },
): Promise<Publisher> {
  const at = kernel.clock()
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const known = await readPublisher(transaction, domain)
    await ensurePublisher(transaction, { domain, name: known?.name ?? null, by: actor.id, at })
    await insertEvidence(transaction, domain, { ...evidence, by: actor.id, at })
    const about = { at, who: actor, subjectKind: 'publisher', subject: domain }
    await recordAudit(transaction, [{ ...about, action: 'publisher.evidence', after: evidence }])
    return (await readPublisher(transaction, domain))!
  })
}

export async function removeEvidence(
  { kernel }: DeskReach,
  actor: Actor,
  { domain, id }: { readonly domain: string; readonly id: number },
): Promise<{ readonly kind: 'changed'; readonly publisher: Publisher } | Refused> {
  return await kernel.database.db.transaction().execute(async (transaction) => {
    const before = await deleteEvidence(transaction, domain, id)
    if (before === undefined) return refused('not-found', `${domain} has no evidence with the id ${id}.`)
    const about = { at: kernel.clock(), who: actor, subjectKind: 'publisher', subject: domain }
    await recordAudit(transaction, [{ ...about, action: 'publisher.evidence', before }])
    return { kind: 'changed', publisher: (await readPublisher(transaction, domain))! }
  })
}
