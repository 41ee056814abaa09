/** What an estimate by importance weights rests on. */
export interface WeightSummary {
  readonly count: number
  /** Near 1 where propensities are right and the logging policy covers the evaluated one. */
  readonly mean: number
  readonly max: number
  /** (sum w)^2 / (sum w^2), Kish 1965: so many equally weighted rounds carry the same information. */
  readonly effectiveSampleSize: number
  readonly alarms: readonly WeightAlarm[]
}

/**
 * Why not to trust the number: `few-effective-rounds`: below 50 or below 1 % of the rounds; `one-round-dominates`: one
 * round has more than a twentieth of all weight; `mean-weight-off`: the mean lies more than 0.1 and three standard errors
 * from 1, so propensities are wrong or the log lacks what the evaluated policy does.
 */
type WeightAlarm = 'few-effective-rounds' | 'one-round-dominates' | 'mean-weight-off'

/** Summary of weights of the rounds. Throws on none. */
export function summariseWeights(weights: Float64Array): WeightSummary {
  const count = weights.length
  if (count === 0) throw new RangeError('off-policy: there are no weights')
  let sum = 0
  let squares = 0
  let max = 0
  for (const weight of weights) {
    sum += weight
    squares += weight * weight
    if (weight > max) max = weight
  }
  const mean = sum / count
  const effectiveSampleSize = squares === 0 ? 0 : (sum * sum) / squares
  const standardError = Math.sqrt(Math.max(0, squares / count - mean * mean) / count)
  const alarms: WeightAlarm[] = []
  if (effectiveSampleSize < Math.max(50, count / 100)) alarms.push('few-effective-rounds')
  if (max > sum / 20) alarms.push('one-round-dominates')
  if (Math.abs(mean - 1) > Math.max(0.1, 3 * standardError)) alarms.push('mean-weight-off')
  return { count, mean, max, effectiveSampleSize, alarms }
}
