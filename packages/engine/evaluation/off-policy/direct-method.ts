// Direct method: what the reward model promises for the evaluated policy, rewards of the log unused.
// Beygelzimer and Langford, "The offset tree", KDD 2009. O(rounds). As biased as its model, and with no noise of weights.
import type { Estimator } from './estimate.ts'
import { checkModel, type ModelledRounds, roundWeights } from './logged-rounds.ts'

/** DM: mean of the expectations. */
export function directMethod(): Estimator<ModelledRounds> {
  return {
    name: 'DM',
    terms(rounds) {
      checkModel(rounds)
      const count = rounds.rewards.length
      return {
        base: rounds.expectations,
        residual: new Float64Array(count),
        divisor: new Float64Array(count).fill(1),
        weights: roundWeights(rounds),
        changed: 0,
      }
    },
  }
}
