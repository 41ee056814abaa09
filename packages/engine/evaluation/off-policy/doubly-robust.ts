// Doubly robust: the reward model's promise, corrected by the weighted error it made on the log.
// Dudik, Langford, Li, "Doubly robust policy evaluation and learning", ICML 2011, arXiv 1103.4601; switch: Wang, Agarwal,
// Dudik, ICML 2017, arXiv 1612.01205; optimistic shrinkage: Su et al., ICML 2020, arXiv 1907.09623. O(rounds).
// Right when either the propensities or the model are; the four differ only in the weight an error gets. Take DR by
// default, the shrinking ones when weights are large.
import type { Estimator } from './estimate.ts'
import { checkModel, type ModelledRounds, roundWeights } from './logged-rounds.ts'

/** DR: mean of expectation + w * (reward - prediction). */
export function doublyRobust(): Estimator<ModelledRounds> {
  return corrected('DR', (weight) => weight)
}

/** SNDR: the weighted errors are divided by the mean weight. */
export function selfNormalisedDoublyRobust(): Estimator<ModelledRounds> {
  const plain = doublyRobust()
  return {
    name: 'SNDR',
    terms(rounds) {
      const terms = plain.terms(rounds)
      return { ...terms, divisor: terms.weights }
    },
  }
}

/** Switch-DR: errors with w above `threshold` are left to the model. 0 is DM, Infinity is DR. */
export function switchDoublyRobust({ threshold }: { readonly threshold: number }): Estimator<ModelledRounds> {
  if (!(threshold >= 0)) throw new RangeError(`switchDoublyRobust: threshold is ${threshold}; it must be at least 0`)
  return corrected(`Switch-DR at ${threshold}`, (weight) => (weight <= threshold ? weight : 0))
}

/** DRos: w becomes lambda * w / (w^2 + lambda). 0 is DM, Infinity is DR. */
export function shrunkDoublyRobust({ lambda }: { readonly lambda: number }): Estimator<ModelledRounds> {
  if (!(lambda >= 0)) throw new RangeError(`shrunkDoublyRobust: lambda is ${lambda}; it must be at least 0`)
  return corrected(`DRos with ${lambda}`, (weight) => {
    if (lambda === Number.POSITIVE_INFINITY) return weight
    return lambda === 0 ? 0 : (lambda * weight) / (weight * weight + lambda)
  })
}

function corrected(name: string, shrink: (weight: number) => number): Estimator<ModelledRounds> {
  return {
    name,
    terms(rounds) {
      checkModel(rounds)
      const { rewards, predictions, expectations } = rounds
      let changed = 0
      const weights = roundWeights(rounds).map((weight) => {
        const used = shrink(weight)
        if (used !== weight) changed++
        return used
      })
      const residual = weights.map((weight, round) => weight * (rewards[round]! - predictions[round]!))
      return { base: expectations, residual, divisor: new Float64Array(weights.length).fill(1), weights, changed }
    },
  }
}
