// Shows and clicks of stories on New Tabs by context and by branch of experiments, from the log of events and what is
// known of the answers that the cards came in. A show counts by how likely somebody looked at its slot.
import { readHistory } from '../../events/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { slotPropensity } from '../../recommend/live-engagement.ts'
import { contextKeys, everywhere } from './contexts.ts'
import { regionKeyOf } from './experiments.ts'

/** What is kept of an answer besides its stories. */
export interface AnswerContext {
  readonly region: string | null
  readonly utcOffset: number | null
  /** null: not known. */
  readonly cohort: string | null
  readonly branch: string | null
}

export interface ItemCounts {
  shows: number
  clicks: number
}
export type CountsByKey = ReadonlyMap<string, ReadonlyMap<string, Readonly<ItemCounts>>>

export interface ContextCounts {
  readonly contexts: CountsByKey
  readonly branches: CountsByKey
}

const windowMs = 24 * 3_600_000

/** `answers` by slate. */
export async function countContexts(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  { answers, now }: { readonly answers: ReadonlyMap<string, AnswerContext>; readonly now: number },
): Promise<ContextCounts> {
  const [contexts, branches] = [newCounts(), newCounts()]
  for await (const batch of readHistory(kernel, { kinds: ['impression', 'open'], since: now - windowMs })) {
    for (let k = 0; k < batch.size; k++) {
      const answer = answers.get(batch.slate[k] ?? '')
      if (answer === undefined && !batch.surface[k]?.startsWith('NEW_TAB')) continue
      const { region, utcOffset, cohort, branch } = answer ?? { ...nothing, region: batch.region[k] ?? null }
      const isClick = batch.kind[k] === 'open'
      if (isClick && batch.on[k] !== 1) continue
      const slot = batch.slot[k]!
      const seen = { item: batch.item[k]!, isClick, shows: slotPropensity(slot < 0 ? null : slot) }
      const keys = cohort === null ? widest(region) : contextKeys({ region, utcOffset, cohort })
      for (const key of keys) contexts.add(key, seen)
      if (branch !== null) branches.add(regionKeyOf(region, branch), seen)
    }
  }
  return { contexts: contexts.all, branches: branches.all }
}

/** Not knowing a cohort is not having none. */
const widest = (region: string | null): string[] => [...(region === null ? [] : [region]), everywhere]

const nothing: AnswerContext = { region: null, utcOffset: null, cohort: null, branch: null }

function newCounts() {
  const all = new Map<string, Map<string, ItemCounts>>()
  return {
    all,
    add(key: string, { item, isClick, shows }: { item: string; isClick: boolean; shows: number }): void {
      const items = all.get(key) ?? new Map<string, ItemCounts>()
      all.set(key, items)
      const counts = items.get(item) ?? { shows: 0, clicks: 0 }
      items.set(item, counts)
      if (isClick) counts.clicks += 1
      else counts.shows += shows
    },
  }
}
