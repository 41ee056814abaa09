// Replay: mean reward of the rounds in which the logged action is the one the evaluated policy takes.
// Li, Chu, Langford, Wang, "Unbiased offline evaluation of contextual-bandit-based news article recommendation algorithms",
// WSDM 2011, arXiv 1003.5956. O(rounds). For a deterministic policy on a log of uniformly random choices; anything
// else needs inverse-propensity.ts.
import type { Estimator } from './estimate.ts'
import { type LoggedRounds, roundWeights } from './logged-rounds.ts'

/** Throws on a target that is neither 0 nor 1: replay knows only "the same action" and "another one". */
export function replay(): Estimator<LoggedRounds> {
  return {
    name: 'replay',
    terms(rounds) {
      roundWeights(rounds)
      const { rewards, targets } = rounds
      const bad = targets.findIndex((target) => target !== 0 && target !== 1)
      if (bad >= 0) throw new RangeError(`replay: target of round ${bad} is ${targets[bad]}; it must be 0 or 1`)
      const residual = rewards.map((reward, round) => reward * targets[round]!)
      return {
        base: new Float64Array(rewards.length),
        residual,
        divisor: targets,
        weights: scaledToMeanOne(targets),
        changed: 0,
      }
    },
  }
}

/** The matched rounds stand for all: so their weights have mean 1, as those of the other estimators should. */
function scaledToMeanOne(targets: Float64Array): Float64Array {
  const matched = targets.reduce((sum, target) => sum + target, 0)
  return targets.map((target) => (matched === 0 ? 0 : (target * targets.length) / matched))
}
