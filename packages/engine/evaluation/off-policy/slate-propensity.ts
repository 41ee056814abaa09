// Importance weights for slates, the reward being the sum over positions: the less a position is assumed to depend on the
// others, the smaller the weights. Whole slate (SIPS): no assumption. Cascade (RIPS): a reward depends on the items down to
// it: McInerney et al., "Counterfactual evaluation of slate recommendations with sequential reward interactions", KDD 2020,
// arXiv 2007.12986. Independent (IIPS): only on the item itself: Li et al., KDD 2018, arXiv 1804.10488. O(positions).
import type { Estimator, Terms } from './estimate.ts'
import { type LoggedSlates, slateWeights } from './logged-slates.ts'

type SlateAssumption = 'whole' | 'cascade' | 'independent'

const names = { whole: 'SIPS', cascade: 'RIPS', independent: 'IIPS' } as const

/** Mean over slates of the sum over positions of w * reward. */
export function slatePropensity(assumption: SlateAssumption): Estimator<LoggedSlates> {
  return {
    name: names[assumption],
    terms: (slates) => {
      const terms = weighted(slates, assumption)
      return { ...terms, divisor: new Float64Array(terms.base.length).fill(1) }
    },
  }
}

/** The same divided by the mean weight of a position. */
export function selfNormalisedSlate(assumption: SlateAssumption): Estimator<LoggedSlates> {
  return { name: `SN${names[assumption]}`, terms: (slates) => weighted(slates, assumption) }
}

function weighted(slates: LoggedSlates, assumption: SlateAssumption): Terms {
  const { indptr, rewards } = slates
  const weights = slateWeights(slates, assumption === 'independent' ? 'atPosition' : 'prefix')
  const count = indptr.length - 1
  const residual = new Float64Array(count)
  const divisor = new Float64Array(count)
  for (let s = 0; s < count; s++) {
    const end = indptr[s + 1]!
    if (assumption === 'whole') weights.fill(weights[end - 1]!, indptr[s]!, end)
    for (let k = indptr[s]!; k < end; k++) {
      residual[s]! += weights[k]! * rewards[k]!
      divisor[s]! += weights[k]! / (end - indptr[s]!)
    }
  }
  return { base: new Float64Array(count), residual, divisor, weights, changed: 0 }
}
