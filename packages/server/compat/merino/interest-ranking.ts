// The order for one reader's interests: the weights are drawn once for everybody of a ranking, the scores follow from the
// reader. What the model does not tell apart keeps the order below it, lifted by the interest in its topic.
import { drawWeights, linearScore } from '@lectern/engine/bandits/linear-thompson.ts'
import { derive } from '@lectern/engine/random/random.ts'
import type { Context } from './contexts.ts'
import { leastScore } from './contextual-ranking.ts'
import { featuresOf } from './interest-features.ts'
import type { InterestModel } from './interest-model.ts'
import type { Interests } from './interests.ts'
import { levelOf } from './levels.ts'
import { byInterest } from './order.ts'
import type { Ranking } from './ranking.ts'

export const drawnWeights = ({ posterior, exploration }: InterestModel, { seed }: Ranking): Float64Array =>
  drawWeights(posterior, exploration, derive(seed, 'interests'))

export function interestRanking(
  ranking: Ranking,
  { items }: InterestModel,
  of: { readonly weights: Float64Array; readonly interests: Interests; readonly context: Context },
): Ranking {
  const { interests, weights, context } = of
  const places = new Map(items.map((item, place) => [item, place]))
  const lower = ranking.stories.stories.map(({ topic }, k) => byInterest(ranking.scores[k]!, topic, interests))
  const upper = ranking.stories.stories.map(({ id, topic }) => {
    const place = places.get(id)
    if (place === undefined) return null
    const features = featuresOf(place, { topic, interests, utcOffset: context.utcOffset })
    return Math.max(leastScore, linearScore(features, weights))
  })
  const level = levelOf(
    upper.flatMap((score) => score ?? []),
    lower.filter((_, k) => upper[k] !== null),
  )
  const scores = upper.map((score, k) => score ?? lower[k]! * level)
  return { ...ranking, scores: Float64Array.from(scores), ranker: 'interests' }
}
