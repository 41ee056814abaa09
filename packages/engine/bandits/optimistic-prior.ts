import type { BetaPrior } from './beta-posterior.ts'
import { type EngagementCounts, leastShows } from './engagement.ts'

export interface OptimismOptions {
  /** Weight of the prior as a share of the mean shows of an item; default 0.05. */
  readonly share?: number
  /** A new item is believed as good as the mean of this many best ones; default 2. */
  readonly best?: number
}

/**
 * The prior under which a new item is tried before it is judged: beta = share * mean shows per shown item, alpha = beta *
 * mean click rate of the best items. Only items shown at least as often as the mean compete for best, as one click on one
 * show is no rate. Null when nothing was clicked there. After Merino, the recommender behind Firefox's New Tab.
 */
export function optimisticPrior(counts: EngagementCounts, options: OptimismOptions = {}): BetaPrior | null {
  const { share = 0.05, best = 2 } = options
  if (!(share > 0)) throw new RangeError(`optimisticPrior: share is ${share}; it must be above 0`)
  if (!(Number.isInteger(best) && best >= 1))
    throw new RangeError(`optimisticPrior: best is ${best}; it must be a whole number, 1 or more`)
  const { shows, clicks } = counts
  const shown = shows.filter((count) => count >= leastShows)
  const mean = shown.reduce((sum, count) => sum + count, 0) / Math.max(1, shown.length)
  const rates: number[] = []
  for (let k = 0; k < shows.length; k++)
    if (shows[k]! >= leastShows && shows[k]! >= mean * (1 - 1e-12)) rates.push(Math.min(1, clicks[k]! / shows[k]!))
  const top = rates.sort((a, b) => b - a).slice(0, best)
  const rate = top.reduce((sum, one) => sum + one, 0) / Math.max(1, top.length)
  if (rate * mean < leastShows) return null
  return { alpha: share * mean * rate, beta: share * mean }
}
