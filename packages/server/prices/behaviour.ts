// What readers did with the items of logged lists: which slots they looked at and what came of it.
import { outcomes as outcomeNames } from '@lectern/engine/pipeline/priorities.ts'
import type { Outcome } from '@lectern/engine/pipeline/slate.ts'
import { readHistory } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'

export interface Behaviour {
  /** Per item: what the reader did, 1 or 0; looked at when it is there at all. */
  readonly items: ReadonlyMap<string, Readonly<Record<Outcome, number>>>
}

/** What is done with a list later than this after it was served does not count to it. */
export const attributedMs = 24 * 3_600_000

const kinds = ['impression', ...outcomeNames] as const

/** One pass over the log of that time, however many lists there are. */
export async function behaviourIn(
  kernel: Pick<Kernel, 'config' | 'database' | 'blobs'>,
  lists: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, Behaviour>> {
  const found = new Map<string, Map<string, Record<Outcome, number>>>()
  if (lists.size === 0) return new Map()
  const since = [...lists.values()].reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const until = [...lists.values()].reduce((most, at) => Math.max(most, at), 0) + attributedMs
  for await (const batch of readHistory(kernel, { since, until, kinds })) {
    for (let k = 0; k < batch.size; k++) {
      const slate = batch.slate[k]
      const servedAt = slate == null ? undefined : lists.get(slate)
      if (servedAt === undefined || batch.at[k]! - servedAt > attributedMs) continue
      const items = found.get(slate!) ?? new Map<string, Record<Outcome, number>>()
      const did = items.get(batch.item[k]!) ?? nothingDone()
      const kind = batch.kind[k]!
      if (isOutcome(kind)) did[kind] = batch.on[k]!
      items.set(batch.item[k]!, did)
      found.set(slate!, items)
    }
  }
  return new Map(Array.from(found, ([slate, items]) => [slate, { items }]))
}

const isOutcome = (kind: string): kind is Outcome => (outcomeNames as readonly string[]).includes(kind)

export const nothingDone = (): Record<Outcome, number> => ({
  open: 0,
  finish: 0,
  save: 0,
  like: 0,
  dismiss: 0,
  report: 0,
})
