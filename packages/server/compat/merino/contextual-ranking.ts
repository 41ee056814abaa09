// The order of one context: each story's score is drawn from Normal(mean, std) of the narrowest context that knows it; what
// no context knows keeps its Thompson draw.
import { posteriorMeans } from '@lectern/engine/bandits/beta-posterior.ts'
import { derive } from '@lectern/engine/random/random.ts'
import type { Rate, RatesByContext } from './context-rates.ts'
import { type Context, contextKeys } from './contexts.ts'
import { levelOf } from './levels.ts'
import type { Ranking } from './ranking.ts'

/** A click rate is not negative, whatever a normal distribution says. */
export const leastScore = 1e-9

export function contextualRanking(ranking: Ranking, rates: RatesByContext, context: Context): Ranking {
  const keys = contextKeys(context)
  const ids = ranking.stories.stories.map(({ id }) => id)
  const rungs = keys.flatMap((key) => rates.get(key) ?? []).map((rung) => ids.map((id) => rung.get(id)))
  if (!rungs.some((rung) => rung.some((rate) => rate !== undefined))) return ranking
  const means = posteriorMeans(ranking.posteriors)
  const levels = levelsOf([...rungs, Array.from(means, (mean) => ({ mean, std: 0 }))])
  const rng = derive(ranking.seed, 'contextual', keys[0]!)
  const scores = ids.map((_, k) => {
    // One draw each, known or not: what one story is worth does not depend on which others are known.
    const normal = rng.normal()
    const at = rungs.findIndex((rung) => rung[k] !== undefined)
    if (at < 0) return ranking.scores[k]! * levels.at(-1)!
    const { mean, std } = rungs[at]![k]!
    return Math.max(leastScore, levels[at]! * (mean + std * normal))
  })
  return { ...ranking, scores: Float64Array.from(scores), ranker: 'contextual' }
}

type Rung = readonly (Rate | undefined)[]

/** What the means of each rung are multiplied by, to count as those of the first. */
function levelsOf(rungs: readonly Rung[]): number[] {
  let level = 1
  return rungs.map((lower, at) => {
    const upper = rungs[at - 1]
    if (upper === undefined) return level
    const both = [...lower.keys()].filter((k) => lower[k] !== undefined && upper[k] !== undefined)
    const meansOf = (rung: Rung): number[] => both.map((k) => rung[k]!.mean)
    level *= levelOf(meansOf(upper), meansOf(lower))
    return level
  })
}
