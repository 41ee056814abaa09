// Taking events in: checked one by one, stored as one batch, counted once, acknowledged after the commit.
import { type EventReceipt, itemEventKinds } from '@lectern/protocol/events/events.ts'
import { knownItems } from '../items/items.ts'
import type { Caller } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { announceEvents } from './announce.ts'
import { type Checked, checkEvent } from './check-event.ts'
import type { EventKind, StoredEvent } from './event.ts'
import type { EventFeed } from './feed.ts'
import { eventsLock, inTransaction, withConnection } from './locks.ts'
import { insertEvents } from './queries.ts'

const itemKinds: ReadonlySet<EventKind> = new Set(itemEventKinds)
const isAboutItem = (event: StoredEvent): boolean => itemKinds.has(event.kind)

type Accepted = Extract<Checked, { kind: 'event' }>

/**
 * Stores a batch durably, each event once however often it is sent, and hands what was new to the feed. Events that do
 * not fit are refused one by one, with what would be right; the others count.
 * @throws when the database is away: then nothing of the batch was stored, or it can safely be sent again.
 */
export async function recordEvents(
  kernel: Pick<Kernel, 'database' | 'clock' | 'log'>,
  batch: { readonly events: readonly unknown[] },
  caller: Caller,
  feed?: EventFeed,
): Promise<EventReceipt> {
  const now = kernel.clock()
  const checked = batch.events.map((input, index) => checkEvent(input, index, { caller, now }))
  const refused = checked.flatMap((each) => (each.kind === 'refused' ? [each.refusal] : []))
  const fitting = checked.filter((each): each is Accepted => each.kind === 'event')
  const named = fitting.flatMap(({ event }) => (isAboutItem(event) ? [event.item] : []))
  const known = await knownItems(kernel, new Set(named))
  const sound: StoredEvent[] = []
  for (const { event, index } of fitting) {
    if (!isAboutItem(event) || known.has(event.item)) sound.push(event)
    else
      refused.push({ index, id: event.id, reason: 'unknown-item', detail: `item: no item has the id "${event.item}"` })
  }
  refused.sort((a, b) => a.index - b.index)
  const seen = new Set<string>()
  const distinct = sound.filter(({ id }) => !seen.has(id) && seen.add(id))
  const added = distinct.length === 0 ? [] : await store(kernel, distinct, feed?.node ?? '')
  if (added.length > 0) {
    for (const cause of feed?.publish(added) ?? []) kernel.log.error({ err: cause }, 'a listener of events failed')
  }
  return { accepted: added.length, repeated: sound.length - added.length, refused }
}

/** Answers the events that were new, in the order given. */
async function store(
  kernel: Pick<Kernel, 'database'>,
  events: readonly StoredEvent[],
  node: string,
): Promise<StoredEvent[]> {
  return withConnection(kernel, async (client) => {
    return await inTransaction(client, async () => {
      // In its own statement: the next one then sees what a roll committed while we waited.
      await client.query('select pg_advisory_xact_lock_shared($1)', [eventsLock])
      const ids = await insertEvents(client, events)
      const added = events.filter((event) => ids.has(event.id))
      await announceEvents(client, node, added)
      return added
    })
  })
}
