import type { EngagementCounts } from './engagement.ts'

/** What is believed of a click rate before it is seen: Beta(alpha, beta), worth alpha + beta shows. */
export interface BetaPrior {
  readonly alpha: number
  readonly beta: number
}

/** Beta(alpha[k], beta[k]) for each item asked for. */
export interface BetaPosteriors {
  readonly alpha: Float64Array
  readonly beta: Float64Array
  /** What is believed of an item that was never shown. */
  readonly prior?: BetaPrior
}

/** Parameters never fall below this, so that every posterior can be drawn from. */
const floor = 1e-18

/** A prior worth `strength` shows with the mean `rate`. */
export function priorOf(rate: number, strength: number): BetaPrior {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`priorOf: rate is ${rate}; it must be in 0..1`)
  if (!(strength > 0)) throw new RangeError(`priorOf: strength is ${strength}; it must be above 0`)
  return { alpha: rate * strength, beta: (1 - rate) * strength }
}

/** alpha + clicks and beta + shows without a click; clicks beyond the shows (late or decayed) count no negative shows. */
export function betaPosteriors(counts: EngagementCounts, prior: BetaPrior): BetaPosteriors {
  const { shows, clicks } = counts
  const [alpha, beta] = [new Float64Array(clicks.length), new Float64Array(clicks.length)]
  for (let k = 0; k < clicks.length; k++) {
    alpha[k] = Math.max(floor, clicks[k]! + prior.alpha)
    beta[k] = Math.max(floor, Math.max(0, shows[k]! - clicks[k]!) + prior.beta)
  }
  return { alpha, beta, prior }
}

/** Means of the posteriors: (clicks + alpha) / (shows + alpha + beta). */
export function posteriorMeans({ alpha, beta }: BetaPosteriors): Float64Array {
  return alpha.map((a, k) => a / (a + beta[k]!))
}

interface BlendOptions {
  /** Share of the region, 0 to 1; Firefox's New Tab uses 0.95. */
  readonly share: number
  /** Whether the region has anything of item k; without it the item is believed as everywhere. */
  readonly known: (k: number) => boolean
}

/** Region and everywhere mixed parameter by parameter: share * region + (1 - share) * everywhere. */
export function blendPosteriors(
  region: BetaPosteriors,
  everywhere: BetaPosteriors,
  { share, known }: BlendOptions,
): BetaPosteriors {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`blendPosteriors: share is ${share}; it must be in 0..1`)
  const mix = (here: Float64Array, there: Float64Array) =>
    there.map((value, k) => (known(k) ? Math.max(floor, share * here[k]! + (1 - share) * value) : value))
  const mixed = { alpha: mix(region.alpha, everywhere.alpha), beta: mix(region.beta, everywhere.beta) }
  // An item the region does not know is believed as everywhere.
  return everywhere.prior === undefined ? mixed : { ...mixed, prior: everywhere.prior }
}
