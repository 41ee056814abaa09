// The Desk: what waits for a decision of an editor, what was approved and rejected, and what is known of publishers.
// Other slices bring prospects with `addProspects` and judge them with `unjudgedProspects` and `recordJudgements`. Not
// here: finding prospects, judging them, the schedule. Start at decisions/decide.ts.
import type { Kernel } from '../kernel/kernel.ts'
import { selectDomains } from './corpus/queries.ts'
import type { NewProspect, ProspectState, StoredProspect } from './prospect.ts'
import { selectPublishers, trustDomains } from './publishers/queries.ts'
import { insertProspects, type Judgement, selectKnownProspects, selectUnjudged, updateJudged } from './queries.ts'

export { type Approval, approvals, modelProspects, type Rejection, rejections } from './chosen/chosen.ts'
export type { NewProspect } from './prospect.ts'
export { openPublisherNames, type PublisherNames } from './publishers/names.ts'
export type { DeskReach, Scheduling } from './reach.ts'

interface AddedProspects {
  /** Ids of those that were new, in the order given. */
  readonly added: readonly string[]
  /** Those that were not, and what became of them before. `id` is the one under which they are known. */
  readonly known: readonly { readonly id: string; readonly url: string; readonly as: ProspectState }[]
}

/** Puts prospects into the queue. One whose address is there already, in whatever state, is left alone and told. */
export async function addProspects(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  prospects: readonly NewProspect[],
): Promise<AddedProspects> {
  const distinct = [...new Map(prospects.map((prospect) => [prospect.url, prospect])).values()]
  if (distinct.length === 0) return { added: [], known: [] }
  const added = new Set(await insertProspects(kernel.database.db, distinct, kernel.clock()))
  const others = distinct.filter(({ id }) => !added.has(id))
  const known = others.length === 0 ? [] : await selectKnownProspects(kernel.database.db, others)
  return { added: distinct.flatMap(({ id }) => (added.has(id) ? [id] : [])), known }
}

/** Prospects nobody judged yet, and those that wait and were judged before a time, with their text; the new ones first. */
export const unjudgedProspects = (
  kernel: Pick<Kernel, 'database'>,
  which: { readonly limit: number; readonly judgedBefore: number },
): Promise<(StoredProspect & { readonly text: string | null })[]> => selectUnjudged(kernel.database.db, which)

/** A topic that a person chose stays; everything else is as judged. */
export const recordJudgements = (
  kernel: Pick<Kernel, 'database' | 'clock'>,
  judgements: readonly Judgement[],
): Promise<void> => updateJudged(kernel.database.db, judgements, kernel.clock())

/** What the corpus knows of items: whether they will be old soon, and whether their domain is excluded. */
export async function corpusMarks(
  kernel: Pick<Kernel, 'database'>,
  items: readonly string[],
): Promise<ReadonlyMap<string, { readonly timely: boolean; readonly excluded: string | null }>> {
  const { db } = kernel.database
  const rows = await selectDomains(db, items)
  const domains = [...new Set(rows.map(({ domain }) => domain))]
  const publishers = domains.length === 0 ? [] : await selectPublishers(db, { domains, limit: domains.length })
  const excluded = new Set(publishers.filter(({ state }) => state === 'excluded').map(({ domain }) => domain))
  return new Map(
    rows.map(({ item, domain, timeSensitive }) => [
      item,
      { timely: timeSensitive, excluded: excluded.has(domain) ? domain : null },
    ]),
  )
}

/** Items that stood on a board on a day that is past make their domains trusted, where no person decided otherwise. */
export async function trustScheduled(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  items: readonly string[],
): Promise<readonly string[]> {
  const { db } = kernel.database
  const rows = (await selectDomains(db, items)).filter(({ domain }) => domain !== '')
  return rows.length === 0 ? [] : await trustDomains(db, rows, kernel.clock())
}
