// What readers made of items in the last 30 days, by item, publisher and topic: what a prospect's worth is guessed from.
import type { Outcomes } from '@lectern/engine/judging/expected-value.ts'
import { topicIds } from '@lectern/protocol/rest/items.ts'
import { readHistory } from '../events/events.ts'
import { allItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'

const day = 86_400_000
const reachMs = 30 * day
/** Counted anew after so long. */
const freshMs = 15 * 60_000

export interface PastOutcomes {
  readonly all: Outcomes
  publisher(name: string | null): Outcomes
  topic(id: string | null): Outcomes
  /** Null: nobody has seen it. */
  item(id: string): Outcomes | null
  /** Of what readers open and of what came in, the share that a topic has; null without a topic or an open. */
  need(topic: string | null): { readonly demand: number; readonly stock: number } | null
}

/** Answers the outcomes as they were at most 15 minutes ago. */
export function openPastOutcomes(kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>): () => Promise<PastOutcomes> {
  let known: { readonly at: number; readonly value: PastOutcomes } | null = null
  return async () => {
    const now = kernel.clock()
    if (known === null || now - known.at >= freshMs) known = { at: now, value: await countOutcomes(kernel, now) }
    return known.value
  }
}

async function countOutcomes(kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>, now: number): Promise<PastOutcomes> {
  const byItem = new Tallies()
  for await (const { size, item, kind, on } of readHistory(kernel, {
    kinds: ['impression', 'open', 'finish'],
    since: now - reachMs,
  })) {
    for (let k = 0; k < size; k++)
      if (on[k] === 1) byItem.add(item[k]!, kind[k] === 'impression' ? { shows: 1, gains: 0 } : { shows: 0, gains: 1 })
  }
  const [byPublisher, byTopic, all, stock] = [new Tallies(), new Tallies(), new Tallies(), new Map<string, number>()]
  for (const { id, publisher, topic, addedAt, takenDownAt } of await allItems(kernel)) {
    const outcomes = byItem.of(id)
    all.add('', outcomes)
    if (publisher !== null) byPublisher.add(publisher, outcomes)
    if (topic === null) continue
    byTopic.add(topic, outcomes)
    if (addedAt > now - reachMs && takenDownAt === null) stock.set(topic, (stock.get(topic) ?? 0) + 1)
  }
  const topicGains = topicIds.reduce((sum, topic) => sum + byTopic.of(topic).gains, 0)
  const stocked = topicIds.reduce((sum, topic) => sum + (stock.get(topic) ?? 0), 0)
  // One more of each topic: of few opens and few items nothing great may follow.
  const share = (part: number, whole: number) => (part + 1) / (whole + topicIds.length)
  return {
    all: all.of(''),
    publisher: (name) => byPublisher.of(name ?? ''),
    topic: (id) => byTopic.of(id ?? ''),
    item: (id) => (byItem.has(id) ? byItem.of(id) : null),
    need: (topic) =>
      topic === null || topicGains === 0
        ? null
        : { demand: share(byTopic.of(topic).gains, topicGains), stock: share(stock.get(topic) ?? 0, stocked) },
  }
}

class Tallies {
  readonly #of = new Map<string, { shows: number; gains: number }>()

  add(key: string, { shows, gains }: Outcomes): void {
    const known = this.#of.get(key)
    if (known === undefined) this.#of.set(key, { shows, gains })
    else {
      known.shows += shows
      known.gains += gains
    }
  }

  has(key: string): boolean {
    return this.#of.has(key)
  }

  of(key: string): Outcomes {
    return this.#of.get(key) ?? { shows: 0, gains: 0 }
  }
}
