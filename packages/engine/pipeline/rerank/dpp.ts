import { exp2 } from '../../data/portable-math.ts'
import type { Rerank } from '../stage.ts'
import { type DiversityOptions, refuseDiversity } from './mmr.ts'
import { listLength, relevance, withFirst } from './ranked.ts'
import { sharedCategories } from './similarity.ts'

/** Below this a row adds nothing to what is in the list: the rest follows by score. */
const nothingNew = 1e-10

/**
 * Determinantal point process, greedy MAP: each slot takes the row that most increases
 * (1 - diversity) * sum of relevance + diversity * ln det(similarities of the list), so rows are compared with the whole
 * list above and not only with the closest row. Chen, Zhang and Zhou, "Fast greedy MAP inference for determinantal point
 * process", NeurIPS 2018, with their trade-off: the kernel is exp(a r_i) S_ij exp(a r_j), a = (1 - d) / 2d, of which the
 * Cholesky factor grows by one row per slot: O(take^2 * candidates). Rows alike in everything never stand together while
 * there are others; when nothing new is left the rest follows in the order before.
 */
export function dpp({ diversity, similarity = sharedCategories() }: DiversityOptions): Rerank {
  refuseDiversity('dpp', diversity)
  return {
    name: 'dpp',
    arrange: ({ request, state }, ranked) => {
      const share = request.rules?.diversity ?? diversity
      refuseDiversity('dpp', share)
      if (share === 0) return ranked
      const { rows, scores } = ranked
      const alike = similarity(state)
      // exp(2 a (r - 1)): the square of the quality, at most 1.
      const power = (1 - share) / share / Math.LN2
      const quality = relevance(scores).map((one) => exp2(power * (one - 1)))
      return withFirst(
        ranked,
        greedyMap(quality, listLength(request.take, ranked), (a, b) => alike(rows[a]!, rows[b]!)),
      )
    },
  }
}

/** Positions in the order of choice, fewer than `take` when the rest adds nothing new. */
function greedyMap(quality: Float64Array, take: number, alike: (a: number, b: number) => number): number[] {
  const count = quality.length
  const factors: Float64Array[] = [] // row t of the Cholesky factor: what each position shares with the choice of slot t
  const left = new Float64Array(count).fill(1) // what of a position is new: the squared distance to the span of the list
  const chosen: number[] = []
  while (chosen.length < take) {
    const best = mostNew(quality, left)
    if (best < 0) break
    const scale = 1 / Math.sqrt(left[best]!)
    left[best] = 0
    const factor = new Float64Array(count)
    for (let k = 0; k < count; k++) if (left[k]! > nothingNew) factor[k] = alike(best, k)
    for (const before of factors) subtract(factor, before, before[best]!)
    for (let k = 0; k < count; k++) {
      if (left[k]! <= nothingNew) continue
      factor[k]! *= scale
      left[k]! -= factor[k]! * factor[k]!
    }
    factors.push(factor)
    chosen.push(best)
  }
  return chosen
}

function mostNew(quality: Float64Array, left: Float64Array): number {
  let best = -1
  let most = -1
  for (let k = 0; k < left.length; k++) {
    const value = left[k]! > nothingNew ? quality[k]! * left[k]! : -1
    if (value > most) {
      most = value
      best = k
    }
  }
  return best
}

function subtract(from: Float64Array, other: Float64Array, times: number): void {
  if (times === 0) return
  for (let k = 0; k < from.length; k++) from[k]! -= times * other[k]!
}
