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
 * similarity to a row above), relevance being the score (the k-th largest at position k) as a share of the range of scores; ties by the order before.
 * Carbonell and Goldstein, SIGIR 1998. At most take * candidates similarities. It looks only at the closest row above: `dpp`
 * looks at all of them together.
 */
export function mmr({ diversity, similarity = sharedCategories() }: DiversityOptions): Rerank {
  refuseDiversity('mmr', diversity)
  return {
    name: 'mmr',
    about: 'Trades worth for difference from what stands above',
    weights: { diversity },
    arrange: ({ request, state }, ranked) => {
      const share = request.rules?.diversity ?? diversity
      refuseDiversity('mmr', share)
      if (share === 0) return ranked
      const { rows } = ranked
      const alike = similarity(state)
      const worth = relevance(ranked).map((one) => one * (1 - share))
      const take = listLength(request.take, ranked)
      return withFirst(
        ranked,
        greedy({ worth, share, take }, (a, b) => alike(rows[a]!, rows[b]!)),
      )
    },
  }
}

/**
 * Positions in the order of choice. Worth falls from position to position and a similarity only adds to what is taken off,
 * so positions whose worth, or whose value as last known, is not above the best so far need not be compared again.
 */
function greedy(
  { worth, share, take }: { readonly worth: Float64Array; readonly share: number; readonly take: number },
  alike: (a: number, b: number) => number,
): Int32Array {
  const closest = new Float64Array(worth.length)
  const compared = new Int32Array(worth.length) // with so many of the chosen
  const placed = new Uint8Array(worth.length)
  const chosen = new Int32Array(take)
  for (let slot = 0; slot < take; slot++) {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (let k = 0; k < worth.length && worth[k]! > most; k++) {
      if (placed[k] === 1 || worth[k]! - share * closest[k]! <= most) continue
      for (let above = compared[k]!; above < slot; above++) {
        const similar = alike(chosen[above]!, k)
        if (similar > closest[k]!) closest[k] = similar
      }
      compared[k] = slot
      const value = worth[k]! - share * closest[k]!
      if (value > most) {
        most = value
        best = k
      }
    }
    chosen[slot] = best
    placed[best] = 1
  }
  return chosen
}

export function refuseDiversity(stage: string, diversity: number): void {
  if (!(diversity >= 0 && diversity <= 1))
    throw new RangeError(`${stage}: diversity is ${diversity}; it must be in 0..1`)
}
