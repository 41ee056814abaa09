// What the publication asks of every list, per surface: which documents are in force for whom, publishing one to everybody
// or to some, going back, and what was in force when. Not here: what a document does to a list (rules.ts, recommend), what
// it costs (prices). Start at `loadInForce` and `chosenFor`.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { recordAudit } from '../audit/audit.ts'
import { Failure } from '../kernel/failure.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Chosen, chosenOf, documentOf, everything, joinedDocument } from './chosen.ts'
import { versionOf } from './document.ts'
import {
  insertRelease,
  lockReleases,
  type NewRelease,
  type Release,
  type State,
  selectBefore,
  selectDocuments,
  selectInForce,
  selectReleases,
} from './queries.ts'

export { documentOf } from './chosen.ts'
export { readDocument, versionOf } from './document.ts'
export type { Release } from './queries.ts'
export { joinedRules, publicationRules } from './rules.ts'

type Reach = Pick<Kernel, 'database'>

/** All that is in force, to be kept in memory: choosing from it costs no query. */
export type InForce = ReturnType<typeof everything>

export async function loadInForce({ database }: Reach): Promise<InForce> {
  const releases = await selectInForce(database.db)
  const versions = releases.flatMap(({ base, trial }) => [base, trial].filter((one) => one !== null))
  return everything(releases, await selectDocuments(database.db, versions))
}

/** What holds for a reader on a surface; nobody in particular has what everybody has. */
export const chosenFor = (inForce: InForce, surface: string, reader: string | null): Chosen =>
  chosenOf(inForce, surface, reader)

/** What would hold on a surface for everybody if `document` were in force at `place` (null: for the publication). */
export function ifInForce(
  inForce: InForce,
  {
    surface,
    place,
    document,
  }: { readonly surface: string; readonly place: string | null; readonly document: PrioritiesDocument },
): PrioritiesDocument {
  const own = (of: string | null) => documentOf(inForce, inForce.releases.get(of)?.base ?? null)
  return place === null ? joinedDocument(own(surface), document) : joinedDocument(document, own(null))
}

export type Rollout =
  | { readonly kind: 'everybody' }
  /** Whoever is among 5 percent is among 20 percent. */
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'arm'; readonly experiment: string; readonly percent: number }

export interface Signature {
  /** Who answers for the document. */
  readonly owner: string
  readonly reason: string
  readonly by: Actor
}

interface Publication extends Signature {
  readonly surface: string | null
  readonly document: PrioritiesDocument
  readonly rollout: Rollout
}

/** Puts a document in force on every running server. */
export async function publish(kernel: Pick<Kernel, 'database' | 'clock'>, wanted: Publication): Promise<Release> {
  const { surface, document, rollout } = wanted
  const version = versionOf(document)
  return release(kernel, wanted, surface, async (before) => {
    const some = rollout.kind !== 'everybody'
    return {
      action: some ? rollout.kind : 'publish',
      restored: null,
      document: { version, content: document },
      base: some ? before.base : version,
      trial: some ? version : null,
      share: some ? rollout.percent / 100 : null,
      experiment: rollout.kind === 'arm' ? rollout.experiment : null,
    }
  })
}

/** What was in force before is again. @throws Failure 'usage' when there was nothing before. */
export async function goBack(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  wanted: Signature & { readonly surface: string | null },
): Promise<Release> {
  const { surface } = wanted
  return release(kernel, wanted, surface, async (_, newest, transaction) => {
    if (newest === null || newest.restored === 0)
      throw new Failure('usage', `Nothing was in force ${placeOf(surface)} before; there is nothing to go back to.`)
    const now = newest.restored ?? newest.id
    const before = await selectBefore(transaction, surface, now)
    const { base, trial, share, experiment } = before ?? nothing
    return { action: 'back', restored: before?.id ?? 0, document: null, base, trial, share, experiment }
  })
}

const nothing: State = { base: null, trial: null, share: null, experiment: null }

export const placeOf = (surface: string | null): string =>
  surface === null ? 'for the publication' : `on surface "${surface}"`

type Step = Omit<NewRelease, 'surface' | 'owner' | 'reason' | 'madeBy' | 'madeByName' | 'now'>
type Db = Kernel['database']['db']

async function release(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  { owner, reason, by }: Signature,
  surface: string | null,
  step: (before: State, newest: Release | null, transaction: Db) => Promise<Step>,
): Promise<Release> {
  return kernel.database.db.transaction().execute(async (transaction) => {
    await lockReleases(transaction)
    const [newest = null] = await selectReleases(transaction, surface, 1)
    const next = await step(newest ?? nothing, newest, transaction)
    const signed = { surface, owner, reason, madeBy: by.id, madeByName: by.name }
    const at = kernel.clock()
    const id = await insertRelease(transaction, { ...next, ...signed, now: at })
    const { document: _, ...kept } = next
    const subject = { surface, subjectKind: 'priorities', subject: surface ?? 'publication' }
    await recordAudit(transaction, [
      {
        at,
        who: by,
        action: `priorities.${next.action}`,
        ...subject,
        before: toldOf(newest ?? nothing),
        after: { ...toldOf(next), owner },
        reason,
      },
    ])
    return { id, ...kept, ...signed, at }
  })
}

const toldOf = ({ base, trial, share, experiment }: State) => ({ base, trial, share, experiment })

const mostShown = 200

/** Newest first. */
export const releasesOf = ({ database }: Reach, surface: string | null): Promise<Release[]> =>
  selectReleases(database.db, surface, mostShown)
