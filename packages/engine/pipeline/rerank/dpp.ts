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
 * Cholesky factor grows by one row per slot: at most O(take^2 * candidates). Rows alike in everything never stand together while
 * there are others; when nothing new is left the rest follows in the order before.
 */
export function dpp({ diversity, similarity = sharedCategories() }: DiversityOptions): Rerank {
  refuseDiversity('dpp', diversity)
  return {
    name: 'dpp',
    about: 'Looks for the list that is worth most and differs most as a whole',
    weights: { diversity },
    arrange: ({ request, state }, ranked) => {
      const share = request.rules?.diversity ?? diversity
      refuseDiversity('dpp', share)
      if (share === 0) return ranked
      const { rows } = ranked
      const alike = similarity(state)
      // exp(2 a (r - 1)): the square of the quality, at most 1.
      const power = (1 - share) / share / Math.LN2
      const quality = relevance(ranked).map((one) => exp2(power * (one - 1)))
      return withFirst(
        ranked,
        greedyMap(quality, listLength(request.take, ranked), (a, b) => alike(rows[a]!, rows[b]!)),
      )
    },
  }
}

/**
 * Positions in the order of choice, fewer than `take` when the rest adds nothing new. Quality falls from position to position
 * and what is new of a row only gets less, so a row is brought up to date with the list, one number per row of the list,
 * only when it could be the best with what was last known of it.
 */
function greedyMap(quality: Float64Array, take: number, alike: (a: number, b: number) => number): number[] {
  const shared = new Float64Array(quality.length * take) // of position k with the list: row k of the Cholesky factor
  const left = new Float64Array(quality.length).fill(1) // the square of what is new of a position
  const updated = new Int32Array(quality.length) // to so many rows of the list
  const scales: number[] = []
  const chosen: number[] = []
  const update = (k: number) => {
    for (let t = updated[k]!; t < chosen.length; t++) {
      const other = chosen[t]!
      let part = alike(other, k)
      for (let s = 0; s < t; s++) part -= shared[other * take + s]! * shared[k * take + s]!
      part *= scales[t]!
      shared[k * take + t] = part
      left[k]! -= part * part
    }
    updated[k] = chosen.length
  }
  while (chosen.length < take) {
    let best = -1
    let most = 0
    for (let k = 0; k < quality.length && quality[k]! > most; k++) {
      if (left[k]! <= nothingNew || quality[k]! * left[k]! <= most) continue
      update(k)
      if (left[k]! <= nothingNew || quality[k]! * left[k]! <= most) continue
      best = k
      most = quality[k]! * left[k]!
    }
    if (best < 0) break
    scales.push(1 / Math.sqrt(left[best]!))
    left[best] = 0
    chosen.push(best)
  }
  return chosen
}
