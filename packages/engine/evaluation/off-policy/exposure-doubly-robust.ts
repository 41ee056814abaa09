// Doubly robust by exposure: what an item earns depends on being looked at, not on the slot it stands in or on its
// neighbours (position-based model). An item weighs how often it is looked at under the evaluated policy over how often
// under the logging one, whatever slots it has there, so a move within the list needs no exploration; an item from outside
// does. Weights: Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay, Wen, "Offline evaluation of ranking policies with click
// models", KDD 2018, arXiv 1804.10488; correction of a reward model as in Dudik, Langford, Li, ICML 2011. O(shown items).
// Unbiased when examination and exposures are right, whatever the model is, and when the model is, whatever they are.
import type { Estimator } from './estimate.ts'

/** Slates, one unit each: the shown items of slate s are entries `indptr[s]..indptr[s+1])`; a slate may have none. */
export interface ExposedSlates {
  readonly indptr: Int32Array
  readonly rewards: Float64Array
  /** What the model promised for the item in the slot where it was shown. */
  readonly predictions: Float64Array
  /** How often the item is looked at under the evaluated policy over how often under the logging one; for a difference of two policies the difference, which may be below 0. */
  readonly weights: Float64Array
  /** Per slate what the model promises for the evaluated policy. */
  readonly expectations: Float64Array
}

/** Mean over slates of expectation + sum of w (reward - prediction); weights beyond `clip` count as it, default none. */
export function exposureDoublyRobust({
  clip = Number.POSITIVE_INFINITY,
}: {
  readonly clip?: number
} = {}): Estimator<ExposedSlates> {
  if (!(clip > 0)) throw new RangeError(`exposureDoublyRobust: clip is ${clip}; it must be above 0`)
  return {
    name: clip === Number.POSITIVE_INFINITY ? 'exposure-DR' : `exposure-DR clipped at ${clip}`,
    terms(slates) {
      check(slates)
      const { indptr, rewards, predictions, weights, expectations } = slates
      let changed = 0
      const used = weights.map((weight) => {
        if (Math.abs(weight) <= clip) return weight
        changed++
        return Math.sign(weight) * clip
      })
      const residual = new Float64Array(expectations.length)
      for (let s = 0; s < residual.length; s++)
        for (let k = indptr[s]!; k < indptr[s + 1]!; k++) residual[s]! += used[k]! * (rewards[k]! - predictions[k]!)
      const divisor = new Float64Array(residual.length).fill(1)
      return { base: expectations, residual, divisor, weights: used.map(Math.abs), changed }
    },
  }
}

function check({ indptr, expectations, ...columns }: ExposedSlates): void {
  if (expectations.length === 0 || indptr.length !== expectations.length + 1)
    throw new RangeError(
      `off-policy: ${indptr.length} bounds for ${expectations.length} slates; one more, and some, please`,
    )
  for (const [name, values] of Object.entries({ ...columns }))
    if (values.length !== indptr.at(-1) || !values.every(Number.isFinite))
      throw new RangeError(`off-policy: ${name} must be ${indptr.at(-1)} finite numbers`)
  if (!expectations.every(Number.isFinite)) throw new RangeError('off-policy: expectations must be finite')
}
