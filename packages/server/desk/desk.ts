// The Desk: what waits for a decision of an editor, what was approved and rejected, and what is known of publishers.
// Other slices bring prospects with `addProspects`. Not here: finding them (sources), judging them, the schedule.
import type { Kernel } from '../kernel/kernel.ts'
import type { NewProspect, ProspectState } from './prospect.ts'
import { insertProspects, selectKnownProspects } from './queries.ts'

export { type Approval, approvals, modelProspects, type Rejection, rejections } from './chosen/chosen.ts'
export type { NewProspect } from './prospect.ts'

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
