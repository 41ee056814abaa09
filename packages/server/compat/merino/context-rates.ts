// Mean and standard deviation of each story's click rate in each context: what its shows there say, leaning on the next
// wider context the more the fewer they are, and so on up to all stories everywhere.
import type { CountsByKey } from './context-counts.ts'
import { everywhere } from './contexts.ts'

/** The wider context speaks like so many shows of the narrower. */
const parentShows = 100
/** Stories shown less in a context are not listed there: optimism about what is new is not this ranker's. */
const leastShows = 50

export interface Rate {
  readonly mean: number
  readonly std: number
}
export type RatesByContext = ReadonlyMap<string, ReadonlyMap<string, Rate>>

export function contextRates(counts: CountsByKey): RatesByContext {
  const rates = new Map<string, Map<string, Rate>>()
  const overall = overallRate(counts)
  // Wider contexts have fewer parts in their key, and are needed first.
  const keys = [...counts.keys()].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
  for (const key of keys) {
    const parent = rates.get(parentOf(key) ?? '')
    const own = new Map<string, Rate>()
    for (const [item, { shows, clicks }] of counts.get(key)!) {
      if (shows >= leastShows) own.set(item, rateOf({ shows, clicks, around: parent?.get(item)?.mean ?? overall }))
    }
    if (own.size > 0) rates.set(key, own)
  }
  return rates
}

/** Moments of the Beta posterior. */
function rateOf(of: { readonly shows: number; readonly clicks: number; readonly around: number }): Rate {
  const size = of.shows + parentShows
  const mean = Math.min(1, (of.clicks + parentShows * of.around) / size)
  return { mean, std: Math.sqrt((mean * (1 - mean)) / (size + 1)) }
}

const depth = (key: string): number => (key === everywhere ? 0 : key.split('_').length)
const parentOf = (key: string): string | null =>
  key === everywhere ? null : depth(key) === 1 ? everywhere : key.slice(0, key.lastIndexOf('_'))

function overallRate(counts: CountsByKey): number {
  const all = [...(counts.get(everywhere)?.values() ?? [])]
  const shows = all.reduce((sum, one) => sum + one.shows, 0)
  return shows > 0 ? all.reduce((sum, one) => sum + one.clicks, 0) / shows : 0
}
