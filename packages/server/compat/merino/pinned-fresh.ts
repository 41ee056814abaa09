// Of the stories on trial one by chance, which then stands at a fixed place of the top stories: the likelier, the more
// shows it still needs; none when fewer are needed than come by themselves.

import type { BetaPosteriors } from '@lectern/engine/bandits/beta-posterior.ts'
import { believedOfUnshown } from '@lectern/engine/bandits/new-items.ts'
import { derive } from '@lectern/engine/random/random.ts'

/** Merino's: a story is on trial until its own shows without a click reach this share of the prior's. */
export const pinnedPriorTimes = 0.7
/** Place in the top stories, from 0. */
export const pinnedPlace = 4
/** Of the places besides the pinned one. */
export const freshShareBesidesPinned = 0.03

/** What of the shows of ten minutes a pinned story gets; Merino's, for a day without busier hours. */
const shareOfShows = 0.1
const tenMinutesOfADay = 24 * 6

/** Index of a story, or null. */
export function choosePinned(
  posteriors: BetaPosteriors,
  { fresh, seed }: { readonly fresh: Uint8Array; readonly seed: string },
): number | null {
  const prior = believedOfUnshown(posteriors)
  const needed = posteriors.beta.map((beta, k) =>
    fresh[k] === 1 ? Math.max(0, pinnedPriorTimes * prior.beta - (beta - prior.beta)) : 0,
  )
  const total = needed.reduce((sum, one) => sum + one, 0)
  if (total === 0) return null
  const rng = derive(seed, 'pinned')
  const perTenMinutes = (shownADay(posteriors) / tenMinutesOfADay) * shareOfShows
  if (rng.uniform() * perTenMinutes > total) return null
  let left = rng.uniform() * total
  return needed.findIndex((one) => {
    left -= one
    return one > 0 && left < 0
  })
}

function shownADay(posteriors: BetaPosteriors): number {
  const prior = believedOfUnshown(posteriors)
  return posteriors.beta.reduce(
    (sum, beta, k) => sum + Math.max(0, beta - prior.beta + posteriors.alpha[k]! - prior.alpha),
    0,
  )
}
