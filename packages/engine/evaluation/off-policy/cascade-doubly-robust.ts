// Cascade doubly robust: RIPS with a model Q of the reward still to come.
// value = mean over slates of the sum over positions l of w(1..l) (r_l - Q_l) + w(1..l-1) E[Q_l under the evaluated policy].
// Kiyohara et al., "Doubly robust off-policy evaluation for ranking policies under the cascade behavior model", WSDM 2022,
// arXiv 2202.01562. O(positions). Unbiased under the cascade whatever Q is; a good Q takes most of the noise away.
import type { Estimator } from './estimate.ts'
import { type ModelledSlates, slateWeights } from './logged-slates.ts'

export function cascadeDoublyRobust(): Estimator<ModelledSlates> {
  return {
    name: 'cascade-DR',
    terms(slates) {
      const { indptr, rewards, predictions, expectations } = slates
      for (const [name, values] of Object.entries({ predictions, expectations }))
        if (values.length !== rewards.length || !values.every(Number.isFinite))
          throw new RangeError(`off-policy: ${name} must be ${rewards.length} finite numbers`)
      const weights = slateWeights(slates, 'prefix')
      const count = indptr.length - 1
      const residual = new Float64Array(count)
      for (let s = 0; s < count; s++) {
        let above = 1
        for (let k = indptr[s]!; k < indptr[s + 1]!; k++) {
          residual[s]! += weights[k]! * (rewards[k]! - predictions[k]!) + above * expectations[k]!
          above = weights[k]!
        }
      }
      return {
        base: new Float64Array(count),
        residual,
        divisor: new Float64Array(count).fill(1),
        weights,
        changed: 0,
      }
    },
  }
}
