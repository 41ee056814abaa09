// Items, readers and events like those of a large publication, made up from a seed: the same for both servers.
import { derive } from '@lectern/engine/random/random.ts'

interface MadeEvent {
  readonly reader: string
  readonly item: string
  /** Unix ms. */
  readonly at: number
}

export interface MadeData {
  readonly items: readonly { readonly id: string; readonly topic: number; readonly addedAt: number }[]
  readonly readers: readonly string[]
  /** Oldest first. */
  readonly events: readonly MadeEvent[]
}

const topics = 30
const day = 86_400_000
/** Events are of the last days before `now`; items of the last year. */
const eventDays = 6

/**
 * Popularity falls with a power of the rank; four of five readings of a reader are in two topics of theirs. O(events).
 */
export function makeData(share: number, now: number): MadeData {
  const rng = derive('gorse', 'data')
  const [itemCount, readerCount, eventCount] = [100_000, 50_000, 2_000_000].map((count) => Math.round(count * share))
  const items = Array.from({ length: itemCount! }, (_, row) => ({
    id: `item-${row}`,
    topic: row % topics,
    addedAt: now - eventDays * day - Math.floor(rng.uniform() * 360 * day),
  }))
  const readers = Array.from({ length: readerCount! }, (_, row) => `reader-${row}`)
  const perTopic = Math.floor(itemCount! / topics)
  const events = Array.from({ length: eventCount! }, (_, k): MadeEvent => {
    const reader = rng.integer(readerCount!)
    const own = (reader * 7 + (rng.uniform() < 0.5 ? 0 : 11)) % topics
    const topic = rng.uniform() < 0.8 ? own : rng.integer(topics)
    const rank = Math.floor(perTopic * rng.uniform() ** 4)
    return {
      reader: readers[reader]!,
      item: items[rank * topics + topic]!.id,
      at: now - Math.floor(((eventCount! - k) / eventCount!) * eventDays * day) - 1000,
    }
  })
  return { items, readers, events }
}
