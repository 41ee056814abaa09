// Readers who do not exist, so that an empty publication can be looked at: interests, habits and what they did.
// A pure function of a seed, the items and the time: the same call gives the same events.
import { createHash } from 'node:crypto'
import { derive, type Random } from '@lectern/engine/random/random.ts'
import type { NewItem } from '../items/items.ts'
import { makeReader, type SimulatedReader, taste } from './simulated-reader.ts'

export interface SimulatedEvent {
  readonly id: string
  readonly reader: string
  readonly item: string
  readonly kind: 'impression' | 'open' | 'read' | 'finish' | 'save' | 'like' | 'dismiss'
  readonly slot?: number
  readonly dwellMs?: number
  readonly fraction?: number
  /** Unix milliseconds. */
  readonly at: number
}

interface SimulationOptions {
  readonly seed: number
  /** The history ends here, Unix milliseconds. */
  readonly now: number
  readonly readers?: number
  readonly days?: number
}

const day = 24 * 3_600_000
const listLength = 16

/** What the readers did, in order of time. Ids are UUIDs made from the seed, reader and position. */
export function simulate(items: readonly NewItem[], options: SimulationOptions): SimulatedEvent[] {
  const { seed, now, readers = 500, days = 30 } = options
  if (items.length === 0) return []
  const events: SimulatedEvent[] = []
  for (let k = 0; k < readers; k++) {
    const rng = derive(seed, 'simulated reader', k)
    // The first reader comes daily, so that somebody is sure to have a history.
    const made = makeReader(`sim-${String(k + 1).padStart(4, '0')}`, items, rng)
    const reader = k === 0 ? { ...made, visitsPerDay: 0.9 } : made
    events.push(...lifeOf(reader, items, { seed, rng, from: now - days * day, now }))
  }
  return events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

interface Life {
  readonly seed: number
  readonly rng: Random
  readonly from: number
  readonly now: number
}

function lifeOf(reader: SimulatedReader, items: readonly NewItem[], { seed, rng, from, now }: Life): SimulatedEvent[] {
  const events: SimulatedEvent[] = []
  const done = new Set<number>()
  const tastes = Float64Array.from(items, (item) => taste(reader, item))
  const emit = (event: Omit<SimulatedEvent, 'id' | 'reader'>): void => {
    if (event.at < now)
      events.push({
        id: eventId(seed, reader.id, events.length),
        reader: reader.id,
        ...event,
        at: Math.floor(event.at),
      })
  }
  for (let today = from; today < now; today += day) {
    if (rng.uniform() >= reader.visitsPerDay) continue
    let at = today + ((reader.hour + 1.5 * rng.normal() + 24) % 24) * 3_600_000
    for (const [slot, row] of listFor(items, { tastes, done, at, rng }).entries()) {
      // Position bias: the further down, the fewer look at all.
      if (rng.uniform() > 1 / (1 + 0.12 * slot)) continue
      const { id, minutes } = items[row]!
      at += 2000 + 4000 * rng.uniform()
      emit({ kind: 'impression', item: id, slot, at })
      const wanted = tastes[row]!
      if (rng.uniform() >= wanted) {
        if (wanted < 0.05 && rng.uniform() < 0.012) {
          done.add(row)
          emit({ kind: 'dismiss', item: id, slot, at: at + 900 })
        }
        continue
      }
      done.add(row)
      at += 700
      emit({ kind: 'open', item: id, slot, at })
      const fraction = Math.min(1, Math.max(0.03, 0.35 + wanted * 0.7 + 0.3 * rng.normal()))
      const dwellMs = Math.round(fraction * (minutes ?? 4) * 60_000 * (0.7 + 0.5 * rng.uniform()))
      at += dwellMs
      emit({ kind: 'read', item: id, slot, dwellMs, fraction, at })
      if (fraction >= 0.9) emit({ kind: 'finish', item: id, slot, dwellMs, at: at + 50 })
      if (rng.uniform() < 0.08 + 0.12 * wanted) emit({ kind: 'save', item: id, slot, at: at + 300 })
      if (fraction > 0.6 && rng.uniform() < 0.15) emit({ kind: 'like', item: id, slot, at: at + 600 })
    }
  }
  return events
}

/** What a visit shows: half along the reader's interests, half as the editors ordered, nothing done before. */
function listFor(
  items: readonly NewItem[],
  { tastes, done, at, rng }: { tastes: Float64Array; done: ReadonlySet<number>; at: number; rng: Random },
): number[] {
  const keyed: { row: number; key: number }[] = []
  for (let row = 0; row < items.length; row++) {
    const draw = rng.uniform()
    const item = items[row]!
    if (done.has(row) || (item.addedAt ?? 0) > at) continue
    const editorial = 1 / (1 + (item.editorialRank ?? items.length) / 80)
    const weight = editorial * (0.12 + tastes[row]!)
    // Weighted sampling without replacement by exponential keys (Efraimidis and Spirakis 2006).
    keyed.push({ row, key: Math.log(1 - draw) / weight })
  }
  keyed.sort((a, b) => b.key - a.key)
  return keyed.slice(0, listLength).map(({ row }) => row)
}

function eventId(seed: number, reader: string, position: number): string {
  const hex = createHash('sha256').update(`${seed}/${reader}/${position}`).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
