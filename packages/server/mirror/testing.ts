// A log whose truth is known, for tests of the mirror: what each item is worth, what each slot is worth, who chose what.
import { derive } from '@lectern/engine/random/random.ts'
import type { WireEvent } from '@lectern/protocol/events/events.ts'
import { recordEvents } from '../events/events.ts'
import { putItems } from '../items/items.ts'
import type { TestKernel } from '../kernel/testing.ts'

/** Chance that an ordinary item is opened, by slot. */
const slotRates = [0.4, 0.25, 0.16, 0.12, 0.1] as const
/** What items are worth beside an ordinary one; their mean is 1. */
export const factors: Readonly<Record<string, number>> = {
  poor: 0.4,
  weak: 0.7,
  plain: 1,
  usual: 1,
  fair: 1.1,
  good: 1.3,
  great: 1.5,
}
/** The day that everything happened on. */
export const madeDay = '2025-12-30'

let n = 0
export const uuid = (): string => `00000000-0000-4000-9000-${(n++).toString(16).padStart(12, '0')}`
export const deviceOf = (k: number): string => `00000000-0000-4000-a000-${k.toString(16).padStart(12, '0')}`

export const occurrence = (kind: WireEvent['kind'], device: string, item: string, more: object = {}): WireEvent =>
  ({ kind, id: uuid(), device, item, at: Date.parse(`${madeDay}T12:00Z`), surface: 'home', ...more }) as WireEvent

export async function send(kernel: TestKernel, events: readonly WireEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += 1000) {
    const receipt = await recordEvents(kernel, { events: events.slice(from, from + 1000) }, { kind: 'anonymous' })
    if (receipt.refused.length > 0) throw new Error(receipt.refused[0]!.detail)
  }
}

/** Of words that no other title has: alike titles would tell the same story. */
const titleOf = (id: string): string =>
  `Title of ${id}: ${[...'abcde'].map((letter) => letter + id.replaceAll('-', '')).join(' ')}`

/** An item with a publisher and a topic, approved by somebody unless told otherwise. */
export async function putChosen(
  kernel: TestKernel,
  ids: readonly string[],
  { by, topic = 'tech', publisher = 'The Paper' }: { by: string | null; topic?: string; publisher?: string },
): Promise<void> {
  const rest = { excerpt: null, minutes: 4, imageUrl: null, publishedAt: null, origin: 'test', editorialRank: null }
  await putItems(
    kernel,
    ids.map((id) => ({
      id,
      url: `https://paper.example/${id}`,
      title: titleOf(id),
      publisher,
      topic,
      language: 'en',
      ...rest,
    })),
  )
  if (by === null) return
  await kernel.database.pool.query(
    `insert into corpus_item (item, domain, source, created_by, created_at, updated_by, updated_at)
     select unnest($1::text[]), 'paper.example', 'feed', $2, 0, $2, 0`,
    [ids, by],
  )
}

/** Lists of five of these items in drawn order, one for each reader, opened as slot and item are worth. */
export function drawnLists(items: readonly string[], readers: number): WireEvent[] {
  const rng = derive('mirror')
  const events: WireEvent[] = []
  for (let k = 0; k < readers; k++) {
    const [device, slate] = [deviceOf(k), uuid()]
    const left = [...items]
    for (const [slot, rate] of slotRates.entries()) {
      const item = left.splice(rng.integer(left.length), 1)[0]!
      events.push(occurrence('impression', device, item, { slate, slot }))
      if (rng.uniform() < rate * (factors[item] ?? 1)) events.push(occurrence('open', device, item, { slate, slot }))
    }
  }
  return events
}
