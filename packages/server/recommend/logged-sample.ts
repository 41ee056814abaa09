// Some of the lists that were served, each with everything to make it again: what other documents are tried on.
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import { allItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { serveCatalogue } from './catalogue.ts'
import { type LoggedSlate, type SlateSample, selectSample, selectSlate } from './queries.ts'
import { type LoggedList, loggedList } from './replay.ts'

export interface LoggedSample {
  readonly slate: Omit<LoggedSlate, 'record'>
  readonly list: Extract<LoggedList, { kind: 'list' }>
  /** Version of the priorities that it was made with. */
  readonly version: string
}

/**
 * One after the other, so that a thousand lists need no more memory than one. What cannot be made again is left out: lists of
 * histories that were not kept, of an earlier recipe, of a model whose file is gone. `known`: the items as they are served
 * now; they are read when nobody has them at hand.
 */
export async function* loggedSample(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  of: SlateSample & { readonly known?: Catalogue | undefined },
): AsyncGenerator<LoggedSample> {
  const known = of.known ?? serveCatalogue(await allItems(kernel)).catalogue
  const models = new Map()
  for (const id of await selectSample(kernel.database.db, of)) {
    const slate = await selectSlate(kernel.database.db, id)
    if (slate === undefined || slate.record.kind === 'private') continue
    const list = await loggedList(kernel, slate, { known, models })
    if (list.kind === 'list') yield { slate, list, version: slate.record.priorities.version }
  }
}
