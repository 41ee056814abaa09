// The order of one context: each story's score is drawn from Normal(mean, std) of the narrowest context that knows it; what
// no context knows keeps its Thompson draw.
import { derive } from '@lectern/engine/random/random.ts'
import type { RatesByContext } from './context-rates.ts'
import { type Context, contextKeys } from './contexts.ts'
import type { Ranking } from './ranking.ts'

/** A click rate is not negative, whatever a normal distribution says. */
export const leastScore = 1e-9

export function contextualRanking(ranking: Ranking, rates: RatesByContext, context: Context): Ranking {
  const keys = contextKeys(context)
  const ladder = keys.flatMap((key) => rates.get(key) ?? [])
  const rng = derive(ranking.seed, 'contextual', keys[0]!)
  let known = 0
  const scores = ranking.stories.stories.map(({ id }, k) => {
    // One draw each, known or not: what one story is worth does not depend on which others are known.
    const normal = rng.normal()
    const rate = ladder.find((one) => one.has(id))?.get(id)
    if (rate === undefined) return ranking.scores[k]!
    known++
    return Math.max(leastScore, rate.mean + rate.std * normal)
  })
  return known === 0 ? ranking : { ...ranking, scores: Float64Array.from(scores), ranker: 'contextual' }
}
