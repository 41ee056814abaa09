import type { Random } from '../random/random.ts'

/** A mean with its percentile interval. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
  /** Readers (or other units) it rests on. */
  readonly count: number
}

interface BootstrapOptions {
  readonly rng: Random
  /** Default 1000. */
  readonly resamples?: number
  /** Default 0.95. */
  readonly level?: number
}

/**
 * Percentile bootstrap of means (Efron 1979): readers are drawn with replacement, the same draws for every column, so that
 * columns and their differences can be compared. `columns[c][t]` is the value of reader t; columns have equal length.
 * One reader or none has no spread to draw from: the interval is the mean itself (0 for none).
 */
export function bootstrapMeans(columns: readonly Float64Array[], options: BootstrapOptions): Interval[] {
  const count = columns[0]?.length ?? 0
  for (const { length } of columns)
    if (length !== count) throw new RangeError(`bootstrap: columns of ${count} and ${length} values`)
  return bootstrapStatistics(
    count,
    (times) => columns.map((column) => (count === 0 ? 0 : weightedSum(column, times) / count)),
    options,
  )
}

/**
 * Percentile bootstrap of any statistics of `count` units: `statistics(times)` gives their values when unit t counts
 * `times[t]` times; the draws are the same for all of them. `mean` of an interval is the value on the units as they are.
 */
export function bootstrapStatistics(
  count: number,
  statistics: (times: Uint32Array) => readonly number[],
  options: BootstrapOptions,
): Interval[] {
  const { rng, resamples = 1000, level = 0.95 } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`bootstrap: level is ${level}; it must be between 0 and 1`)
  if (!(Number.isInteger(resamples) && resamples >= 1))
    throw new RangeError(`bootstrap: resamples is ${resamples}; it must be at least 1`)
  const values = statistics(new Uint32Array(count).fill(1))
  if (count <= 1) return values.map((mean) => ({ mean, low: mean, high: mean, count }))
  const resampled = values.map(() => new Float64Array(resamples))
  const times = new Uint32Array(count)
  for (let b = 0; b < resamples; b++) {
    times.fill(0)
    for (let draw = 0; draw < count; draw++) times[rng.integer(count)]!++
    statistics(times).forEach((value, which) => {
      resampled[which]![b] = value
    })
  }
  return values.map((mean, which) => {
    const sorted = resampled[which]!.sort()
    const at = (share: number) => sorted[Math.round(share * (resamples - 1))]!
    return { mean, low: at((1 - level) / 2), high: at((1 + level) / 2), count }
  })
}

export function bootstrapMean(values: Float64Array, options: BootstrapOptions): Interval {
  return bootstrapMeans([values], options)[0]!
}

/** Interval of the mean of a - b, reader by reader: pairs are drawn together. Throws on lists of unequal length. */
export function bootstrapDifference(a: Float64Array, b: Float64Array, options: BootstrapOptions): Interval {
  return bootstrapMean(differences(a, b), options)
}

/** a - b, reader by reader. */
export function differences(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length !== b.length) throw new RangeError(`bootstrap: paired lists of ${a.length} and ${b.length} values`)
  return a.map((value, t) => value - b[t]!)
}

function weightedSum(values: Float64Array, times: Uint32Array): number {
  let sum = 0
  for (let t = 0; t < values.length; t++) sum += values[t]! * times[t]!
  return sum
}
