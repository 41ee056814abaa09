// Whose click rates are believed differently from what the counts say: what came from a feed and no editor chose starts
// lower, and what is barred from the top stories, and so rarely seen, is judged from fewer shows.
import type { BetaPosteriors } from '@lectern/engine/bandits/beta-posterior.ts'
import { believedOfUnshown } from '@lectern/engine/bandits/new-items.ts'
import type { Stories } from './stories.ts'
import { notForTop } from './topics.ts'

/** What of the prior's clicks a story keeps that no editor chose; less where it is of a subtopic or of gaming. */
const crawledShare = 0.4
const crawledNarrowShare = 0.35
/** A show, clicked or not, of a story that is barred from the top counts so often. */
const confidence = 5

/** Share of the prior's clicks per story: 1 unless crawled; time-sensitive stories are exempt, they have no time to wait. */
export function crawledShares({ stories, editorial }: Stories, timely: Uint8Array): Float64Array {
  const chosen = new Set(editorial.flatMap(({ members }) => [...members]))
  return Float64Array.from(stories, ({ isCrawled, topic, subtopic }, k) => {
    if (!isCrawled || chosen.has(k) || timely[k] === 1) return 1
    return subtopic !== null || (topic !== null && notForTop.has(topic)) ? crawledNarrowShare : crawledShare
  })
}

/** Takes back the rest of the prior's clicks; shows and clicks stay as they are. */
export function withPriorShares(posteriors: BetaPosteriors, shares: Float64Array): BetaPosteriors {
  const { alpha: clicks } = believedOfUnshown(posteriors)
  return {
    ...posteriors,
    alpha: posteriors.alpha.map((value, k) => value - (1 - shares[k]!) * Math.min(value, clicks)),
  }
}

/** Clicks and shows without one count several times where the topic is never a top story. */
export function withConfidence(posteriors: BetaPosteriors, { stories }: Stories): BetaPosteriors {
  const prior = believedOfUnshown(posteriors)
  const times = stories.map(({ topic }) => (topic !== null && notForTop.has(topic) ? confidence : 1))
  const counted = (column: Float64Array, believed: number): Float64Array =>
    column.map((value, k) => (value > believed ? believed + times[k]! * (value - believed) : value))
  return {
    ...posteriors,
    alpha: counted(posteriors.alpha, prior.alpha),
    beta: counted(posteriors.beta, prior.beta),
  }
}
