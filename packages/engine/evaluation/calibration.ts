// Calibration: does a list show the topics a reader reads in the proportion the reader reads them?
// Steck, "Calibrated recommendations", RecSys 2018: C = sum over topics of p log(p / q), natural logarithm, q mixed with
// `smoothing` of p so that a missing topic stays finite. 0 is perfect; smaller is better.
import { type Distribution, normalised } from './divergence.ts'
import type { ListMeasure } from './list-measure.ts'

interface CalibrationOptions {
  /** Default 0.01, as in the paper. */
  readonly smoothing?: number
}

/** `history` and `list`: mass per topic, for example from `topicMasses`. Throws when one is empty. */
export function miscalibration(
  history: Distribution,
  list: Distribution,
  { smoothing = 0.01 }: CalibrationOptions = {},
): number {
  if (!(smoothing > 0 && smoothing < 1))
    throw new RangeError(`miscalibration: smoothing is ${smoothing}; it must be between 0 and 1`)
  const [p, q] = [normalised(history), normalised(list)]
  let sum = 0
  for (const [topic, share] of p)
    if (share > 0) sum += share * Math.log(share / ((1 - smoothing) * (q.get(topic) ?? 0) + smoothing * share))
  return Math.max(0, sum)
}

/**
 * The same of each reader's list, history items by their weights and list items alike. A history without topics asks for
 * nothing and has 0; a list without has the worst value, ln(1 / smoothing).
 */
export function listMiscalibration(
  categoriesOf: (row: number) => readonly string[],
  options: CalibrationOptions = {},
): ListMeasure {
  return (list, { history }) => {
    const wanted = topicMasses(history.items, history.weights, categoriesOf)
    const shown = topicMasses(list, new Float64Array(list.length).fill(1), categoriesOf)
    if (wanted.size === 0) return 0
    return shown.size === 0 ? Math.log(1 / (options.smoothing ?? 0.01)) : miscalibration(wanted, shown, options)
  }
}

/**
 * Mass per category of weighted items. An item of several categories gives each an equal part (name one twice, for two
 * mentions, and it gets two), one of none gives nothing.
 */
export function topicMasses(
  rows: ArrayLike<number>,
  weights: ArrayLike<number>,
  categoriesOf: (row: number) => readonly string[],
): Map<string, number> {
  const masses = new Map<string, number>()
  for (let k = 0; k < rows.length; k++) {
    const categories = categoriesOf(rows[k]!)
    for (const category of categories)
      masses.set(category, (masses.get(category) ?? 0) + weights[k]! / categories.length)
  }
  return masses
}
