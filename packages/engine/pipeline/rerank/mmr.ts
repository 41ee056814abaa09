import type { Rerank } from '../stage.ts'
import { listLength, relevance, withFirst } from './ranked.ts'
import { type SimilarityOf, sharedCategories } from './similarity.ts'

export interface DiversityOptions {
  /** 0: by score alone, 1: as different as possible; `rules.diversity` of a request goes first. */
  readonly diversity: number
  /** Default: shared cluster, topic and publisher. */
  readonly similarity?: SimilarityOf
}

/**
 * Maximal marginal relevance: each slot takes the row with the largest (1 - diversity) * relevance - diversity * (largest
 * similarity to a row above), relevance being the score as a share of the range of scores; ties by the order before.
 * Carbonell and Goldstein, SIGIR 1998. O(take * candidates) similarities. It looks only at the closest row above: `dpp`
 * looks at all of them together.
 */
export function mmr({ diversity, similarity = sharedCategories() }: DiversityOptions): Rerank {
  refuseDiversity('mmr', diversity)
  return {
    name: 'mmr',
    arrange: ({ request, state }, ranked) => {
      const share = request.rules?.diversity ?? diversity
      refuseDiversity('mmr', share)
      if (share === 0) return ranked
      const { rows, scores } = ranked
      const alike = similarity(state)
      const value = relevance(scores).map((one) => one * (1 - share))
      const closest = new Float64Array(rows.length)
      const chosen = new Int32Array(listLength(request.take, ranked))
      for (let slot = 0; slot < chosen.length; slot++) {
        const best = largestDifference(value, closest, share)
        chosen[slot] = best
        value[best] = Number.NEGATIVE_INFINITY
        const row = rows[best]!
        for (let k = 0; k < rows.length; k++) {
          const similar = alike(row, rows[k]!)
          if (similar > closest[k]!) closest[k] = similar
        }
      }
      return withFirst(ranked, chosen)
    },
  }
}

function largestDifference(value: Float64Array, closest: Float64Array, share: number): number {
  let best = 0
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < value.length; k++) {
    const difference = value[k]! - share * closest[k]!
    if (difference > most) {
      most = difference
      best = k
    }
  }
  return best
}

export function refuseDiversity(stage: string, diversity: number): void {
  if (!(diversity >= 0 && diversity <= 1))
    throw new RangeError(`${stage}: diversity is ${diversity}; it must be in 0..1`)
}
