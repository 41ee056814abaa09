import { topRows } from '../data/top-rows.ts'
import type { Random } from '../random/random.ts'

/** Of a slate that was shown: per position, the probability of that item there, and of the whole list down to it. */
export interface RankingPropensities {
  readonly atPosition: Float64Array
  readonly prefix: Float64Array
}

interface PropensityOptions {
  readonly rng: Random
  /** Default 1000. */
  readonly samples?: number
}

/**
 * Propensities of a policy that ranks by random scores (`draw` gives new ones, one per candidate), for the positions
 * `shown` of the candidates, best first: a Monte Carlo estimate (1 + hits) / (1 + samples), for any policy at all;
 * exact-propensities.ts has the exact ones of Beta posteriors. Counting the slate itself as one of the draws keeps it above 0 and adds at most 1 / (1 + samples);
 * its standard error is sqrt(p (1 - p) / samples): 0.016 at worst for 1000 samples. O(samples * candidates).
 */
export function rankingPropensities(
  draw: (rng: Random) => Float64Array,
  shown: Int32Array,
  { rng, samples = 1000 }: PropensityOptions,
): RankingPropensities {
  if (!(Number.isInteger(samples) && samples >= 1))
    throw new RangeError(`rankingPropensities: samples is ${samples}; it must be a whole number, 1 or more`)
  const atPosition = new Float64Array(shown.length).fill(1)
  const prefix = new Float64Array(shown.length).fill(1)
  for (let sample = 0; sample < samples; sample++) {
    const list = topRows(draw(rng), shown.length)
    let same = true
    for (let position = 0; position < shown.length; position++) {
      const hit = list[position] === shown[position]
      same &&= hit
      if (hit) atPosition[position]!++
      if (same) prefix[position]!++
    }
  }
  const share = (hits: number) => hits / (1 + samples)
  return { atPosition: atPosition.map(share), prefix: prefix.map(share) }
}
