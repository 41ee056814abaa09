// What the last hours say: popularity that forgets quickly, and what follows what in visits. Counts every accepted event
// at once and equals a recount from the log (to 1e-9, while each reader's events arrive in the order they happened).
import type { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { CoVisitation, type CoVisitationConfig, coVisitation } from '@lectern/engine/models/co-visitation.ts'
import { Popularity } from '@lectern/engine/models/popularity.ts'
import type { SessionColumn } from '@lectern/engine/pipeline/slate.ts'
import { maxAgeMs } from '@lectern/protocol/events/events.ts'
import { type EventKind, readHistory, type StoredEvent } from '../events/events.ts'
import { givingWay } from '../kernel/give-way.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { attentionKinds } from './live-popularity.ts'

const hour = 3_600_000
const counts: ReadonlySet<EventKind> = new Set(attentionKinds)

const recentHalfLifeMs = hour
/** Chosen on the DeskDrop log before its test part (docs/lab-log.md). */
const visitConfig: CoVisitationConfig = {
  ...coVisitation.defaults,
  halfLifeMs: 48 * hour,
  direction: 'symmetric',
  gapFactor: 1,
  positionDecay: 0.5,
  /** The last eight clicks: the rest has less than a hundredth of the weight. */
  leastWeight: 2 ** -7,
  idleMs: 7 * 24 * hour,
  maxSession: 8,
  maxPairs: 2_000_000,
}
/** Older events weigh less than 2^-30 in both. */
const reachMs = 30 * visitConfig.halfLifeMs

interface RecentCounts {
  readonly popularity: Popularity
  readonly visits: CoVisitation
}

interface LiveRecent {
  /** Replaced as a whole by a recount or by new items; read it anew for each request. */
  current(): RecentCounts
  observe(events: readonly StoredEvent[]): void
  /** Follows the catalogue: the same counts over other rows. */
  setItems(items: Vocabulary): void
  /** Counts the log again; meanwhile the counts so far serve. One at a time; a call during one waits for both. */
  recount(): Promise<void>
  /** Gives up a recount that is under way. */
  stop(): void
}

export function openRecent(kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>, items: Vocabulary): LiveRecent {
  let now = empty(items)
  let arrived: StoredEvent[] | null = null
  const stopping = new AbortController()
  let last: Promise<void> = Promise.resolve()

  const recountOnce = async (): Promise<void> => {
    arrived = []
    try {
      let next: RecentCounts
      do {
        next = empty(now.popularity.items)
        await countLog(kernel, next, { arrived, signal: stopping.signal })
      } while (next.popularity.items !== now.popularity.items) // the catalogue changed meanwhile
      now = next
    } finally {
      arrived = null
    }
  }
  return {
    current: () => now,
    observe(events) {
      for (const event of events) count(now, event)
      arrived?.push(...events)
    },
    setItems(next) {
      if (next === now.popularity.items) return
      now = { popularity: now.popularity.withItems(next), visits: now.visits.withItems(next) }
    },
    recount() {
      last = last.catch(() => undefined).then(recountOnce)
      return last
    },
    stop: () => stopping.abort(new Error('the recommender closes')),
  }
}

/** The visits as the engine asks for them. */
export const sessionsOf = (visits: CoVisitation): SessionColumn => ({
  scoreRows: (history, rows) => new Float32Array(visits.scoreRows(history, rows)),
  neighbours: (history, limit) => visits.neighbours(history, limit),
  eachContribution: (history, row, visit) => visits.eachContribution(history, row, visit),
})

const empty = (items: Vocabulary): RecentCounts => ({
  popularity: new Popularity(items, { halfLifeMs: recentHalfLifeMs }),
  visits: new CoVisitation(items, visitConfig),
})

function count(into: RecentCounts, event: Pick<StoredEvent, 'reader' | 'item' | 'kind' | 'at' | 'on'>): void {
  const row = into.popularity.items.row(event.item)
  if (row < 0 || !event.on || !counts.has(event.kind)) return
  into.popularity.observe({ row, at: event.at, weight: 1 })
  into.visits.observe({ session: event.reader, row, at: event.at })
}

/** Counts the log as far as it matters, then what arrived through the feed meanwhile and was not in it. */
async function countLog(
  kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>,
  into: RecentCounts,
  { arrived, signal }: { arrived: readonly StoredEvent[]; signal: AbortSignal },
): Promise<void> {
  const rest = givingWay()
  const young = kernel.clock() - maxAgeMs - hour
  const read = new Set<string>()
  const reach = kernel.clock() - reachMs
  for (const query of [
    { since: Math.min(reach, young), until: young },
    { since: young, ids: true },
  ]) {
    for await (const batch of readHistory(kernel, { kinds: attentionKinds, ...query })) {
      signal.throwIfAborted()
      for (let k = 0; k < batch.size; k++) {
        if (query.ids) read.add(batch.id[k]!)
        const [reader, item, kind, at] = [batch.reader[k]!, batch.item[k]!, batch.kind[k]!, batch.at[k]!]
        count(into, { reader, item, kind, at, on: batch.on[k] === 1 })
      }
      await rest()
    }
  }
  const late = arrived.filter(({ id }) => !read.has(id)).sort((a, b) => a.at - b.at)
  for (const event of late) count(into, event)
}
