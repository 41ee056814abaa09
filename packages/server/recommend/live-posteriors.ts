// Click rates as the engine asks for them: the prior is made of all items shown, not of the rows that happen to be asked
// for, so that an item's posterior is the same in every list, and in a replay of one.
import { type BetaPrior, betaPosteriors, blendPosteriors } from '@lectern/engine/bandits/beta-posterior.ts'
import { type Engagement, leastShows } from '@lectern/engine/bandits/engagement.ts'
import { optimisticPrior } from '@lectern/engine/bandits/optimistic-prior.ts'
import type { RegionalEngagement } from '@lectern/engine/bandits/regional-engagement.ts'
import type { EngagementColumn } from '@lectern/engine/pipeline/slate.ts'

/** Share of the region in the blend, as on Firefox's New Tab. */
const regionShare = 0.95
/** Believed of every item while nothing was opened anywhere: 188 opens in 12,688 shows, as Pocket's New Tab. */
const fallback: BetaPrior = { alpha: 188, beta: 12_500 }
/** Priors move slowly: made again after so long, milliseconds. */
const refreshMs = 10_000

/** `rows` answers how many rows there are at the moment. */
export function livePosteriors(engagement: RegionalEngagement, rows: () => number): EngagementColumn {
  const made = new Map<Engagement, { readonly prior: BetaPrior | null; readonly at: number }>()
  const priorOf = (of: Engagement, now: number): BetaPrior | null => {
    const known = made.get(of)
    if (known !== undefined && Math.abs(now - known.at) < refreshMs) return known.prior
    const prior = optimisticPrior(
      of.counts(
        new Int32Array(rows()).map((_, row) => row),
        now,
      ),
    )
    made.set(of, { prior, at: now })
    return prior
  }
  return {
    posteriors(asked, { region, now }) {
      const { everywhere } = engagement
      const all = betaPosteriors(everywhere.counts(asked, now), priorOf(everywhere, now) ?? fallback)
      const local = region === null ? undefined : engagement.region(region)
      if (local === undefined) return all
      const prior = priorOf(local, now)
      if (prior === null) return all
      const counts = local.counts(asked, now)
      return blendPosteriors(betaPosteriors(counts, prior), all, {
        share: regionShare,
        known: (k) => counts.shows[k]! >= leastShows,
      })
    },
  }
}
