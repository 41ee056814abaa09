// Beta-Bernoulli Thompson sampling: draw a click rate for each item from what is believed of it and rank by the draws.
// Thompson, Biometrika 25, 1933; Chapelle and Li, "An empirical evaluation of Thompson sampling", NIPS 2011. O(items) per
// slate. For corpora small and fresh enough that each item is shown often; linear-thompson.ts where features must help.
import { betaDraw } from '../random/distributions.ts'
import type { Random } from '../random/random.ts'
import type { BetaPosteriors } from './beta-posterior.ts'

/** One draw per item. With the same generator (reader and day, say) the order stays the same. */
export function thompsonDraw({ alpha, beta }: BetaPosteriors, rng: Random): Float64Array {
  return alpha.map((a, k) => betaDraw(rng, a, beta[k]!))
}
