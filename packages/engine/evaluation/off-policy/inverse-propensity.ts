// Inverse propensity scores: each reward weighs w = target / propensity.
// Horvitz and Thompson, JASA 1952; self-normalised: Swaminathan and Joachims, NIPS 2015; clipped: Gilotte et al., WSDM 2018,
// arXiv 1801.07030. O(rounds). IPS is unbiased with right propensities and noisy with large weights; SNIPS trades a small
// bias for much of the noise and cannot leave the range of the rewards; clipping does so with a bias towards 0.
import type { Estimator } from './estimate.ts'
import { type LoggedRounds, roundWeights } from './logged-rounds.ts'

interface ClipOptions {
  /** Weights above count as this; default none. Above 0. */
  readonly clip?: number
}

/** IPS: mean of min(w, clip) * reward. */
export function inversePropensity({ clip = Number.POSITIVE_INFINITY }: ClipOptions = {}): Estimator<LoggedRounds> {
  refuseClip(clip)
  return {
    name: clip === Number.POSITIVE_INFINITY ? 'IPS' : `IPS clipped at ${clip}`,
    terms: (rounds) => {
      const clipped = clippedWeights(rounds, clip)
      return { ...clipped, divisor: new Float64Array(clipped.weights.length).fill(1) }
    },
  }
}

/** SNIPS: sum of min(w, clip) * reward / sum of min(w, clip). */
export function selfNormalised({ clip = Number.POSITIVE_INFINITY }: ClipOptions = {}): Estimator<LoggedRounds> {
  refuseClip(clip)
  return {
    name: clip === Number.POSITIVE_INFINITY ? 'SNIPS' : `SNIPS clipped at ${clip}`,
    terms: (rounds) => {
      const clipped = clippedWeights(rounds, clip)
      return { ...clipped, divisor: clipped.weights }
    },
  }
}

function clippedWeights(rounds: LoggedRounds, clip: number) {
  let changed = 0
  const weights = roundWeights(rounds).map((weight) => {
    if (weight <= clip) return weight
    changed++
    return clip
  })
  const residual = weights.map((weight, round) => weight * rounds.rewards[round]!)
  return { base: new Float64Array(weights.length), residual, weights, changed }
}

function refuseClip(clip: number): void {
  if (!(clip > 0)) throw new RangeError(`inversePropensity: clip is ${clip}; it must be above 0`)
}
