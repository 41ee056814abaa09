/** A prior of `pseudoRewards` in `pseudoRounds` rounds, added to what was seen. */
interface RatePrior {
  readonly pseudoRewards: number
  readonly pseudoRounds: number
}

/**
 * The smallest reward model: q(a) = (rewards of a + pseudoRewards) / (rounds of a + pseudoRounds), for each of
 * `actionCount` actions. Not cross-fitted: the log it is fitted on should be far larger than the number of actions.
 */
export function rewardRates(
  log: { readonly actions: Int32Array; readonly rewards: Float64Array; readonly actionCount: number },
  { pseudoRewards, pseudoRounds }: RatePrior,
): Float64Array {
  const { actions, rewards, actionCount } = log
  if (!(pseudoRewards >= 0) || !(pseudoRounds > 0))
    throw new RangeError(`rewardRates: pseudoRewards is ${pseudoRewards}, pseudoRounds ${pseudoRounds}; above 0 please`)
  const sums = new Float64Array(actionCount).fill(pseudoRewards)
  const rounds = new Float64Array(actionCount).fill(pseudoRounds)
  actions.forEach((action, round) => {
    if (!(action >= 0 && action < actionCount))
      throw new RangeError(`rewardRates: action of round ${round} is ${action}; it must be in 0..${actionCount - 1}`)
    sums[action]! += rewards[round]!
    rounds[action]!++
  })
  return sums.map((sum, action) => sum / rounds[action]!)
}
