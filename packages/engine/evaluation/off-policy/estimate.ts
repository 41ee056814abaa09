import type { Random } from '../../random/random.ts'
import { bootstrapStatistics, type Interval } from '../bootstrap.ts'
import { summariseWeights, type WeightSummary } from './weights.ts'

/**
 * What every estimator reduces a log to, one entry per unit (a round or a slate):
 * value = mean(base) + sum(residual) / sum(divisor). A divisor of ones is a mean, one of weights a self-normalised mean.
 */
export interface Terms {
  readonly base: Float64Array
  readonly residual: Float64Array
  readonly divisor: Float64Array
  /** The weights as used, after clipping or shrinking. */
  readonly weights: Float64Array
  /** How many of them differ from target / propensity. */
  readonly changed: number
}

export interface Estimator<Log> {
  readonly name: string
  terms(log: Log): Terms
}

export interface Estimate {
  readonly name: string
  readonly value: number
  /** Percentile bootstrap over units; the same draws for every estimator of a report. */
  readonly interval: Interval
  /** Of a mean over independent units; for self-normalised estimators by the delta method. */
  readonly standardError: number
  readonly weights: WeightSummary
  /** Share of weights that clipping, switching or shrinking changed. */
  readonly clippedShare: number
}

interface OffPolicyOptions {
  readonly rng: Random
  /** Default 1000. */
  readonly resamples?: number
  /** Default 0.95. */
  readonly level?: number
}

export interface OffPolicyReport {
  readonly units: number
  readonly estimates: readonly Estimate[]
}

/** Runs estimators on one log side by side. Throws on a log they cannot use. */
export function offPolicy<Log>(
  log: Log,
  estimators: readonly Estimator<Log>[],
  options: OffPolicyOptions,
): OffPolicyReport {
  const made = estimators.map((estimator) => estimator.terms(log))
  const units = made[0]?.base.length ?? 0
  const intervals = bootstrapStatistics(units, (times) => made.map((terms) => resampledValue(terms, times)), options)
  const estimates = made.map((terms, which): Estimate => {
    const value = estimateOf(terms)
    return {
      name: estimators[which]!.name,
      value,
      interval: { ...intervals[which]!, mean: value },
      standardError: standardErrorOf(terms),
      weights: summariseWeights(terms.weights),
      clippedShare: terms.changed / terms.weights.length,
    }
  })
  return { units, estimates }
}

/** mean(base) + sum(residual) / sum(divisor); 0 for the second part where no unit has a divisor. */
export function estimateOf({ base, residual, divisor }: Terms): number {
  return sum(base) / base.length + ratio(sum(residual), sum(divisor))
}

/** By the influence of each unit: base + (residual - r * divisor) / mean(divisor), with r the ratio of the sums. */
export function standardErrorOf({ base, residual, divisor }: Terms): number {
  const count = base.length
  const meanDivisor = sum(divisor) / count
  const share = ratio(sum(residual), sum(divisor))
  const influence = base.map(
    (value, unit) => value + ratio(residual[unit]! - share * divisor[unit]!, meanDivisor) + share,
  )
  const mean = sum(influence) / count
  const squares = influence.reduce((total, value) => total + (value - mean) ** 2, 0)
  return count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count)
}

function resampledValue({ base, residual, divisor }: Terms, times: Uint32Array): number {
  let bases = 0
  let residuals = 0
  let divisors = 0
  for (let unit = 0; unit < times.length; unit++) {
    const drawn = times[unit]!
    if (drawn === 0) continue
    bases += drawn * base[unit]!
    residuals += drawn * residual[unit]!
    divisors += drawn * divisor[unit]!
  }
  return bases / times.length + ratio(residuals, divisors)
}

const ratio = (above: number, below: number) => (below === 0 ? 0 : above / below)

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
