// One decision about one prospect: wholly or not at all, with a line in the audit log and with what is needed to take it
// back. Whoever comes second is told what was decided meanwhile.
import type { Decided, DecisionBody } from '@lectern/protocol/rest/desk-prospects.ts'
import { readerNames } from '../../accounts/accounts.ts'
import { recordAudit } from '../../audit/audit.ts'
import type { Db } from '../../kernel/db/db.ts'
import type { Caller } from '../../kernel/http/http.ts'
import { type Actor, allow } from '../../kernel/http/roles.ts'
import { fieldsOf, type ProspectFields, type StoredProspect } from '../prospect.ts'
import { isExcluded } from '../publishers/publishers.ts'
import { lockProspects, updateProspect } from '../queries.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { changesOf, patched } from '../rules.ts'
import { allOrNone } from './all-or-none.ts'
import { approveWithin } from './approve.ts'
import { insertDecision } from './queries.ts'
import { commentProblem, insertRejection } from './reject.ts'
import { readWas } from './was.ts'

export interface Deciding {
  readonly caller: Caller
  readonly actor: Actor
}

type Outcome = { readonly kind: 'decided'; readonly decided: Decided } | Refused
/** `after`: the revision of the items before; null: none changed. */
export type Written = { readonly kind: 'written'; readonly decided: Decided; readonly after: number | null }

/** Approving and scheduling happen both or neither: one transaction. */
export async function decide(desk: DeskReach, who: Deciding, of: { id: string; body: DecisionBody }): Promise<Outcome> {
  const { kernel, scheduling } = desk
  const { body } = of
  const schedule = body.kind === 'approve' ? body.schedule : undefined
  if (schedule !== undefined) {
    const allowed = allow(who.caller, { kind: 'edit', surface: schedule.surface })
    if (allowed.kind === 'refused') return refused('not-allowed', allowed.detail)
  }
  const written = await allOrNone<Written>(kernel.database.db, async (transaction) => {
    const [prospect] = await lockProspects(transaction, [of.id])
    if (prospect === undefined) return refused('not-found', `No prospect has the id "${of.id}".`)
    if (schedule !== undefined && (await isExcluded(transaction, prospect.domain))) {
      return refused('invalid', `${prospect.domain} is excluded; nothing of it is scheduled.`)
    }
    const done = await decideWithin(transaction, desk, { who, prospect, body })
    if (done.kind === 'refused' || schedule === undefined) return done
    const wanted = { item: done.decided.item!, ...schedule }
    const scheduled = await scheduling.schedule(transaction, who.actor, wanted)
    if (scheduled.kind === 'scheduled') return done
    return { ...scheduled, detail: `${scheduled.detail} It was not approved either.` }
  })
  if (written.kind === 'refused') return written
  if (written.after !== null) await desk.changed(written.after)
  if (schedule !== undefined) await scheduling.changed()
  return { kind: 'decided', decided: written.decided }
}

interface OneDecision {
  readonly who: Deciding
  /** Locked. */
  readonly prospect: StoredProspect
  readonly body: DecisionBody
}

export async function decideWithin(
  transaction: Db,
  { kernel }: Pick<DeskReach, 'kernel'>,
  { who, prospect, body }: OneDecision,
): Promise<Written | Refused> {
  const allowed = allow(who.caller, { kind: 'edit', surface: prospect.surface })
  if (allowed.kind === 'refused') return refused('not-allowed', allowed.detail)
  if (prospect.state !== 'waiting' && prospect.state !== 'later') return await decidedMeanwhile(transaction, prospect)
  const at = kernel.clock()
  const { actor } = who
  const fields = fieldsAfter(prospect, body, { actor, at })
  const was = await readWas(transaction, prospect)
  let item: string | null = null
  let after: number | null = null
  let is = fields
  if (body.kind === 'approve') {
    const approval = { prospect, fields, was, timeSensitive: body.timeSensitive ?? false, actor, at }
    const approved = await approveWithin(transaction, approval)
    if ('kind' in approved) return approved
    item = approved.item
    after = approved.after
    is = { ...fields, publisher: approved.publisher }
  }
  if (body.kind === 'reject') {
    const wrong = commentProblem(body) ?? (await insertRejection(transaction, { prospect, body, actor, at }))
    if (wrong !== null) return wrong
  }
  if (body.kind === 'later' && body.until <= at) return refused('invalid', 'until: is past; name a time to come.')
  await updateProspect(transaction, prospect.id, is)
  const decision = kernel.chance.uuid()
  await insertDecision(transaction, {
    id: decision,
    prospect: prospect.id,
    kind: body.kind,
    by: actor.id,
    at,
    was,
    undoneAt: null,
  })
  const about = {
    at,
    who: actor,
    surface: prospect.surface,
    subjectKind: 'item',
    subject: item ?? prospect.id,
    subjectName: is.title,
  }
  const why = body.kind === 'reject' ? { reason: body.reason, comment: body.comment ?? null } : {}
  const { before, after: since } = changesOf(was.prospect, is)
  await recordAudit(transaction, [{ ...about, ...why, action: `prospect.${body.kind}`, before, after: since }])
  return { kind: 'written', decided: { decision, prospect: prospect.id, item, state: is.state }, after }
}

const stateAfter = { approve: 'approved', reject: 'rejected', dismiss: 'dismissed', later: 'later' } as const

function fieldsAfter(
  prospect: StoredProspect,
  body: DecisionBody,
  { actor, at }: { readonly actor: Actor; readonly at: number },
): ProspectFields {
  const patch = body.kind === 'approve' ? (body.patch ?? {}) : {}
  return {
    ...patched<ProspectFields>(fieldsOf(prospect), patch),
    ...(patch.topic === undefined ? {} : { topicBy: 'person' as const, topicConfidence: null }),
    state: stateAfter[body.kind],
    laterUntil: body.kind === 'later' ? body.until : null,
    decidedAt: at,
    decidedBy: actor.id,
    reason: body.kind === 'reject' ? body.reason : null,
    comment: body.kind === 'reject' ? (body.comment ?? null) : null,
  }
}

async function decidedMeanwhile(transaction: Db, prospect: StoredProspect): Promise<Refused> {
  const { decidedBy, decidedAt, title, state } = prospect
  const by = (await readerNames(transaction, [decidedBy])).get(decidedBy ?? '') ?? 'somebody'
  const when = decidedAt === null ? '' : ` at ${new Date(decidedAt).toISOString().slice(0, 16)}Z`
  return refused('conflict', `“${title}” was ${state} by ${by}${when}; nothing was changed.`)
}
