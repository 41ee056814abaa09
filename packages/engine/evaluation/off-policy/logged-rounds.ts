/** Decisions of a logging policy, one round per entry of arrays of equal length. */
export interface LoggedRounds {
  /** What came of it, for example 1 for a click. */
  readonly rewards: Float64Array
  /** Probability with which the logging policy took the logged action: above 0, at most 1. */
  readonly propensities: Float64Array
  /** Probability with which the evaluated policy takes that action in that context: 0 to 1. */
  readonly targets: Float64Array
}

/** The same with a reward model q(context, action), fitted by the caller (reward-rates.ts is the smallest). */
export interface ModelledRounds extends LoggedRounds {
  /** q of the logged action. */
  readonly predictions: Float64Array
  /** Mean of q over the actions of the evaluated policy: the sum over actions a of target(a) * q(a). */
  readonly expectations: Float64Array
}

/** Importance weights target / propensity, one per round. Throws on a log that no estimator can use, naming the round. */
export function roundWeights(rounds: LoggedRounds): Float64Array {
  const { rewards, propensities, targets } = rounds
  const count = rewards.length
  if (count === 0) throw new RangeError('off-policy: there are no rounds')
  if (propensities.length !== count || targets.length !== count)
    throw new RangeError(
      `off-policy: ${count} rewards, ${propensities.length} propensities and ${targets.length} targets`,
    )
  return propensities.map((propensity, round) => {
    refuseRound(round, { reward: rewards[round]!, propensity, target: targets[round]! })
    return targets[round]! / propensity
  })
}

/** Throws unless there is one finite prediction and one finite expectation per round. */
export function checkModel({ rewards, predictions, expectations }: ModelledRounds): void {
  for (const [name, values] of Object.entries({ predictions, expectations })) {
    if (values.length !== rewards.length)
      throw new RangeError(`off-policy: ${rewards.length} rewards and ${values.length} ${name}`)
    const bad = values.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0) throw new RangeError(`off-policy: ${name} of round ${bad} is ${values[bad]}; it must be finite`)
  }
}

function refuseRound(round: number, { reward, propensity, target }: Record<string, number>): void {
  if (!Number.isFinite(reward)) throw new RangeError(`off-policy: reward of round ${round} is ${reward}`)
  if (!isProbability(propensity!) || propensity === 0)
    throw new RangeError(`off-policy: propensity of round ${round} is ${propensity}; it must be above 0, at most 1`)
  if (!isProbability(target!))
    throw new RangeError(`off-policy: target of round ${round} is ${target}; it must be in 0..1`)
}

/** Rounding may carry a sum of shares a hair past 1. */
export const isProbability = (value: number): boolean => value >= 0 && value <= 1 + 1e-9
