// Accepted events reach the other nodes: announced in the transaction that stored them, so they are heard right after its
// commit. A small batch travels in the announcement, a large one is read from the table. What was not heard because a
// connection broke is found by reading again what was received since the last look; an id is handed on once.
import type pg from 'pg'
import { type Channel, listenOn } from '../kernel/db/channel.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { StoredEvent } from './event.ts'
import type { EventFeed } from './feed.ts'
import { notifyEvents, selectEvents, selectReceived, selectReceivedIds } from './queries.ts'
import { recentIds } from './recent-ids.ts'

const channel = 'lectern_events'
/** PostgreSQL refuses longer ones from 8000 bytes on. */
const mostBytes = 7900
const lookEveryMs = 15_000
/** Clocks of nodes may differ by so much, and a transaction may take so long. */
const overlapMs = 10_000
/** After so long events may have left the table: everything is counted again. */
const gapMs = 5 * 60_000

type Payload =
  | { readonly node: string; readonly events: readonly StoredEvent[] }
  | { readonly node: string; readonly receivedAt: number }

/** Call in the transaction that stored them; they have one `receivedAt`. */
export async function announceEvents(client: pg.ClientBase, node: string, events: readonly StoredEvent[]) {
  const [first] = events
  if (first === undefined) return
  const whole = events.length > 40 ? '' : JSON.stringify({ node, events } satisfies Payload)
  const fits = whole !== '' && Buffer.byteLength(whole) <= mostBytes
  const payload = fits ? whole : JSON.stringify({ node, receivedAt: first.receivedAt } satisfies Payload)
  await notifyEvents(client, channel, payload)
}

export interface Following {
  /** Answers when listening began or could not. */
  readonly opened: Promise<void>
  /** Unix ms of the last moment at which everything accepted elsewhere was known here; null: not yet. */
  caughtUpAt(): number | null
  close(): Promise<void>
}

/**
 * Hands to the feed what other nodes accepted. `gap` is called when too much was missed to be read again: then count
 * from the log.
 */
export function followAnnouncedEvents(
  kernel: Pick<Kernel, 'database' | 'log' | 'clock'>,
  feed: EventFeed,
  gap: () => void,
): Following {
  const begun = kernel.clock()
  const known = recentIds(begun)
  let caughtUp: number | null = null
  let publishing = false
  const unsubscribe = feed.subscribe((events) => {
    if (!publishing) for (const { id } of events) known.add(id)
  })
  const hand = (events: readonly StoredEvent[]): void => {
    const fresh = events.filter(({ id }) => known.add(id))
    if (fresh.length === 0) return
    publishing = true
    const failures = feed.publish(fresh)
    publishing = false
    for (const cause of failures) kernel.log.error({ err: cause }, 'a listener of events failed')
  }
  const failed = (cause: unknown): void =>
    kernel.log.warn({ err: cause }, 'events of other nodes cannot be read; tried again')
  let reading: Promise<void> = Promise.resolve()
  const read = (at: number): Promise<void> => {
    reading = reading.then(async () => hand(await selectReceived(kernel.database.pool, at))).catch(failed)
    return reading
  }
  const look = async (): Promise<void> => {
    const now = kernel.clock()
    const from = Math.max(begun, (caughtUp ?? begun) - overlapMs)
    if (now - from > gapMs) gap()
    try {
      // Nearly all of them are known: their ids tell.
      const ids = await selectReceivedIds(kernel.database.pool, Math.max(from, now - gapMs))
      const missed = ids.filter((id) => !known.has(id))
      if (missed.length > 0) hand(await selectEvents(kernel.database.pool, missed))
      caughtUp = now
      // Twice the overlap: what the next look reads again is still known then.
      known.forget(now, 2 * overlapMs)
    } catch (cause) {
      failed(cause)
    }
  }
  const heard = (text: string): void => {
    const payload = JSON.parse(text) as Payload
    if (payload.node === feed.node && feed.node !== '') return
    if ('events' in payload) hand(payload.events)
    else void read(payload.receivedAt)
  }
  const listening: Channel = listenOn(kernel, channel, { heard, connected: () => void look() })
  const timer = setInterval(() => void look(), lookEveryMs).unref()
  return {
    opened: listening.opened,
    caughtUpAt: () => caughtUp,
    async close() {
      clearInterval(timer)
      unsubscribe()
      await listening.close()
      await reading
    },
  }
}
