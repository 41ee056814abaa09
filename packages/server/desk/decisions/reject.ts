// Rejecting: a prospect, or something that is in the corpus. From then on its address is known as rejected.
import type { Decided, RejectReason } from '@lectern/protocol/rest/desk-prospects.ts'
import { recordAudit } from '../../audit/audit.ts'
import { findItems, takeDownWithin } from '../../items/items.ts'
import type { Db } from '../../kernel/db/db.ts'
import type { Actor } from '../../kernel/http/roles.ts'
import { deleteCorpusRow, lockCorpusRow } from '../corpus/queries.ts'
import type { StoredProspect } from '../prospect.ts'
import { insertProspects, lockProspects, selectKnownProspects, updateProspect } from '../queries.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { changesOf } from '../rules.ts'
import type { Written } from './decide.ts'
import { insertDecision, insertRejected } from './queries.ts'
import { readWas } from './was.ts'

interface Rejection {
  readonly reason: RejectReason
  readonly comment?: string | undefined
}

export function commentProblem({ reason, comment }: Rejection): Refused | null {
  if (reason !== 'OTHER' || (comment ?? '') !== '') return null
  const message = 'the reason OTHER says nothing by itself; say why in at most 100 characters'
  return refused('invalid', `comment: ${message}.`, [{ path: 'comment', message }])
}

interface OneRejection {
  readonly prospect: StoredProspect
  readonly body: Rejection
  readonly actor: Actor
  readonly at: number
}

export async function insertRejection(
  transaction: Db,
  { prospect, body, actor, at }: OneRejection,
): Promise<Refused | null> {
  const { id, url, title, topic, language, publisher, domain } = prospect
  const why = { reason: body.reason, comment: body.comment ?? null, by: actor.id, at }
  const row = { id, url, prospect: id, title, topic, language, publisher, domain, ...why }
  return (await insertRejected(transaction, row)) ? null : refused('conflict', `${url} is rejected already.`)
}

/** Out of the corpus: no list, board, section or collection has it from the moment this is committed. */
export async function rejectItemWithin(
  transaction: Db,
  { kernel, scheduling }: Pick<DeskReach, 'kernel' | 'scheduling'>,
  of: { readonly item: string; readonly body: Rejection; readonly actor: Actor },
): Promise<Written | Refused> {
  const wrong = commentProblem(of.body)
  if (wrong !== null) return wrong
  const prospect = await prospectOfItem(transaction, of.item, kernel.clock())
  if (prospect === null) return refused('not-found', `No item of the corpus has the id "${of.item}".`)
  const at = kernel.clock()
  const { actor, body } = of
  const was = await readWas(transaction, prospect)
  const dropped = await scheduling.drop(transaction, of.item, { actor, at })
  await deleteCorpusRow(transaction, of.item)
  const down = await takeDownWithin(transaction, of.item, { at, reason: `rejected: ${body.reason}`, by: actor.id })
  const taken = await insertRejection(transaction, { prospect, body, actor, at })
  if (taken !== null) return taken
  const is = {
    ...was.prospect,
    state: 'rejected' as const,
    decidedAt: at,
    decidedBy: actor.id,
    reason: body.reason,
    comment: body.comment ?? null,
  }
  await updateProspect(transaction, prospect.id, is)
  const decision = kernel.chance.uuid()
  const row = { id: decision, prospect: prospect.id, kind: 'reject' as const, by: actor.id, at, undoneAt: null }
  await insertDecision(transaction, { ...row, was: { ...was, dropped } })
  const about = {
    at,
    who: actor,
    surface: prospect.surface,
    subjectKind: 'item',
    subject: of.item,
    subjectName: prospect.title,
  }
  const why = { reason: body.reason, comment: body.comment ?? null }
  const { before, after } = changesOf(was.prospect, is)
  await recordAudit(transaction, [{ ...about, ...why, action: 'item.reject', before, after }])
  const decided: Decided = { decision, prospect: prospect.id, item: of.item, state: 'rejected' }
  return { kind: 'written', decided, after: down.kind === 'done' ? down.after : null }
}

/** The prospect that an item of the corpus was, made from the item when it came without; null: it is not in the corpus. */
async function prospectOfItem(transaction: Db, item: string, now: number): Promise<StoredProspect | null> {
  const row = await lockCorpusRow(transaction, item)
  if (row === undefined) return null
  const [known] = await lockProspects(transaction, [row.prospect ?? item])
  if (known !== undefined) return known
  const [stored] = await findItems(transaction, { ids: [item], urls: [] })
  if (stored === undefined) return null
  const sameUrl = stored.url === null ? [] : await selectKnownProspects(transaction, [{ id: item, url: stored.url }])
  const [met] = await lockProspects(
    transaction,
    sameUrl.map(({ id }) => id),
  )
  if (met !== undefined) return met
  const made = {
    ...stored,
    url: stored.url ?? `urn:item:${item}`,
    source: 'person' as const,
    sourceDetail: stored.origin,
    surface: null,
    text: null,
    domain: row.domain,
    authors: row.authors,
    topicBy: 'person' as const,
  }
  await insertProspects(transaction, [made], now)
  const [locked] = await lockProspects(transaction, [item])
  if (locked === undefined) return null
  await updateProspect(transaction, item, { ...locked, state: 'approved' })
  return { ...locked, state: 'approved' }
}
