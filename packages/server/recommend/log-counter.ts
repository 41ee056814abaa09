// A statistic that counts every accepted event at once and equals a recount from the log: the counts so far serve while
// the log is read, then what arrived meanwhile and was not in it is counted.
import { maxAgeMs } from '@lectern/protocol/events/events.ts'
import { type EventKind, readHistory, type StoredEvent } from '../events/events.ts'
import { givingWay } from '../kernel/give-way.ts'
import type { Kernel } from '../kernel/kernel.ts'

const hour = 3_600_000
/** An event may be read from the log before its announcement is heard, by so much. */
const lateMs = 60_000

/** What there is to count of an event. */
export type CountedEvent = Pick<StoredEvent, 'reader' | 'item' | 'kind' | 'at' | 'on' | 'slot' | 'region'>

export interface LogCounter<Counts> {
  /** Replaced as a whole by a recount; read it anew for each request. */
  current(): Counts
  observe(events: readonly StoredEvent[]): void
  /** One at a time; a call during one waits for both. */
  recount(): Promise<void>
  /** Gives up a recount that is under way. */
  stop(): void
}

/** @param options.reachMs how old an event may be and still count; `fresh` makes counts without events. */
export function openLogCounter<Counts>(
  kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>,
  options: {
    readonly kinds: readonly EventKind[]
    readonly reachMs: number
    fresh(): Counts
    count(into: Counts, event: CountedEvent): void
  },
): LogCounter<Counts> {
  const kinds: ReadonlySet<EventKind> = new Set(options.kinds)
  const stopping = new AbortController()
  let now = options.fresh()
  let arrived: Map<string, StoredEvent> | null = null
  /** Read from the log by the last recount, and perhaps announced only after it. */
  let ahead: ReadonlySet<string> = new Set()
  let last: Promise<void> = Promise.resolve()

  const recountOnce = async (): Promise<void> => {
    arrived = new Map()
    try {
      const next = options.fresh()
      const read = await readInto(next)
      for (const [id, event] of arrived) if (!read.young.has(id)) options.count(next, event)
      now = next
      ahead = read.late
    } finally {
      arrived = null
    }
  }
  const readInto = async (into: Counts): Promise<{ young: Set<string>; late: Set<string> }> => {
    const rest = givingWay()
    const begun = kernel.clock()
    const [since, young] = [begun - options.reachMs, begun - maxAgeMs - hour]
    const met = { young: new Set<string>(), late: new Set<string>() }
    for (const query of [
      { since, until: young },
      { since: Math.max(since, young), ids: true },
    ]) {
      if ('until' in query && since >= young) continue
      for await (const batch of readHistory(kernel, { kinds: options.kinds, ...query })) {
        stopping.signal.throwIfAborted()
        for (let k = 0; k < batch.size; k++) {
          if ('ids' in query) {
            met.young.add(batch.id[k]!)
            if (batch.receivedAt[k]! > begun - lateMs) met.late.add(batch.id[k]!)
          }
          options.count(into, {
            reader: batch.reader[k]!,
            item: batch.item[k]!,
            kind: batch.kind[k]!,
            at: batch.at[k]!,
            on: batch.on[k] === 1,
            slot: batch.slot[k]! < 0 ? null : batch.slot[k]!,
            region: batch.region[k]!,
          })
        }
        await rest()
      }
    }
    return met
  }
  return {
    current: () => now,
    observe(events) {
      for (const event of events) {
        if (!kinds.has(event.kind) || ahead.has(event.id)) continue
        options.count(now, event)
        arrived?.set(event.id, event)
      }
    },
    recount() {
      last = last.catch(() => undefined).then(recountOnce)
      return last
    },
    stop: () => stopping.abort(new Error('the recommender closes')),
  }
}
