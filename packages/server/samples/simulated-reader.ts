// One simulated reader: latent interests, a language, a rhythm, and how likely an item is to be opened once noticed.
import { choice, type Random } from '@lectern/engine/random/random.ts'
import type { NewItem } from '../items/items.ts'

interface Interest {
  readonly topic: string
  /** Half of a topic's publishers; what makes neighbours within a topic. */
  readonly half: 0 | 1
}

export interface SimulatedReader {
  readonly id: string
  readonly interests: readonly Interest[]
  readonly languages: ReadonlySet<string>
  /** Chance of a visit on a day: few come daily, most now and then. */
  readonly visitsPerDay: number
  /** Usual hour of a visit, UTC. */
  readonly hour: number
}

export function makeReader(id: string, items: readonly NewItem[], rng: Random): SimulatedReader {
  const languages = new Set([rng.uniform() < 0.8 ? 'en' : (choice(rng, items).language ?? 'en')])
  if (!languages.has('en') && rng.uniform() < 0.6) languages.add('en')
  const readable = items.filter((item) => languages.has(item.language ?? 'en'))
  const from = readable.length > 0 ? readable : items
  const count = 1 + rng.integer(3)
  const interests = Array.from({ length: count }, (): Interest => {
    const liked = choice(rng, from)
    return { topic: liked.topic ?? '', half: halfOf(liked) }
  })
  const activity = Math.min(0.9, 0.18 * Math.exp(0.9 * rng.normal()))
  return { id, interests, languages, visitsPerDay: activity, hour: rng.uniform() < 0.45 ? 7 : 20 }
}

/** Chance to open an item once noticed. */
export function taste(reader: SimulatedReader, item: NewItem): number {
  if (!reader.languages.has(item.language ?? 'en')) return 0.002
  const half = halfOf(item)
  let best = 0.02
  for (const interest of reader.interests) {
    if (interest.topic !== item.topic) continue
    best = Math.max(best, interest.half === half ? 0.55 : 0.12)
  }
  return best * appealOf(item)
}

/** Which half of the topic a publisher belongs to: from its name, so that it needs no table. */
function halfOf(item: Pick<NewItem, 'publisher'>): 0 | 1 {
  return (hash(item.publisher ?? '') & 1) as 0 | 1
}

/** Some pages are simply better liked: 0.6 to 1.4. */
const appealOf = (item: NewItem): number => 0.6 + (0.8 * (hash(item.id) % 1000)) / 1000

/** FNV-1a, 32 bit, then mixed so that the low bit depends on every character. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let k = 0; k < text.length; k++) value = Math.imul(value ^ text.charCodeAt(k), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
