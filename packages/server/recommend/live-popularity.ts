// Popularity that counts every accepted event at once and equals a recount from the log.
import type { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { Popularity, popularity } from '@lectern/engine/models/popularity.ts'
import { maxAgeMs } from '@lectern/protocol/events/events.ts'
import { type EventKind, kindsOf, readHistory, type StoredEvent } from '../events/events.ts'
import { givingWay } from '../kernel/give-way.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** What counts as attention. Taking a save or like back does not undo the attention it got. */
export const attentionKinds = kindsOf('attention')
const counts: ReadonlySet<EventKind> = new Set(attentionKinds)
const checkpoint = 'serving/popularity.bin'
const hour = 3_600_000

interface LivePopularity {
  /** Replaced as a whole by a recount or by new items; read it anew for each request. */
  current(): Popularity
  observe(events: readonly StoredEvent[]): void
  /** Follows the catalogue: the same counts over other rows. */
  setItems(items: Vocabulary): void
  /** Counts the whole log again; meanwhile the counts so far serve. One at a time; a call during one waits for both. */
  recount(): Promise<void>
  /** Gives up a recount that is under way. */
  stop(): void
}

/** Starts from the counts of the last recount; `fresh` when there are none: recount before serving. */
export async function openPopularity(
  kernel: Kernel,
  items: Vocabulary,
): Promise<{ readonly live: LivePopularity; readonly fresh: boolean }> {
  const halfLifeMs = Math.max(1, Math.round(kernel.config.recommend.popularityHalfLifeHours * hour))
  const kept = await readCheckpoint(kernel, halfLifeMs)
  let now = kept?.withItems(items) ?? new Popularity(items, { halfLifeMs })
  let arrived: Map<string, StoredEvent> | null = null
  const stopping = new AbortController()
  let last: Promise<void> = Promise.resolve()

  const recountOnce = async (): Promise<void> => {
    arrived = new Map()
    try {
      let next: Popularity
      do {
        next = new Popularity(now.items, { halfLifeMs })
        await countLog(kernel, next, { arrived, signal: stopping.signal })
      } while (next.items !== now.items) // the catalogue changed meanwhile
      now = next
      await kernel.blobs.put(checkpoint, now.save())
    } finally {
      arrived = null
    }
  }
  const live: LivePopularity = {
    current: () => now,
    observe(events) {
      for (const event of events) {
        count(now, event)
        arrived?.set(event.id, event)
      }
    },
    setItems(next) {
      now = now.withItems(next)
    },
    recount() {
      last = last.catch(() => undefined).then(recountOnce)
      return last
    },
    stop: () => stopping.abort(new Error('the recommender closes')),
  }
  return { live, fresh: kept === null }
}

function count(into: Popularity, event: Pick<StoredEvent, 'item' | 'kind' | 'at' | 'on'>): void {
  const row = into.items.row(event.item)
  if (row >= 0 && event.on && counts.has(event.kind)) into.observe({ row, at: event.at, weight: 1 })
}

/**
 * Counts the log, then what arrived through the feed meanwhile and was not in it. An event is at most `maxAgeMs` old when
 * it arrives, so only the ids of younger ones need remembering.
 */
async function countLog(
  kernel: Kernel,
  into: Popularity,
  { arrived, signal }: { arrived: ReadonlyMap<string, StoredEvent>; signal: AbortSignal },
): Promise<void> {
  const rest = givingWay()
  const young = kernel.clock() - maxAgeMs - hour
  const read = new Set<string>()
  for (const query of [{ until: young }, { since: young, ids: true }]) {
    for await (const batch of readHistory(kernel, { kinds: attentionKinds, ...query })) {
      signal.throwIfAborted()
      for (let k = 0; k < batch.size; k++) {
        if (query.ids) read.add(batch.id[k]!)
        const row = batch.on[k] === 1 ? into.items.row(batch.item[k]!) : -1
        if (row >= 0) into.observe({ row, at: batch.at[k]!, weight: 1 })
      }
      await rest()
    }
  }
  for (const [id, event] of arrived) if (!read.has(id)) count(into, event)
}

async function readCheckpoint(kernel: Kernel, halfLifeMs: number): Promise<Popularity | null> {
  try {
    const bytes = await kernel.blobs.get(checkpoint)
    const kept = bytes === null ? null : popularity.load(bytes)
    return kept?.halfLifeMs === halfLifeMs ? kept : null
  } catch (cause) {
    kernel.log.warn({ err: cause }, 'the kept popularity cannot be read; it is counted again')
    return null
  }
}
