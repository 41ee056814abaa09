import { ln } from '../data/portable-math.ts'

/**
 * How much more often an item is clicked by readers of another one than by everybody: clicks / expected clicks for each
 * pair (item read before, item shown), where the caller says what was expected (the click rate at that time). Each show
 * costs O(history) and counts at once.
 */
export class ClickLift {
  readonly #pairs = new Map<number, Map<number, { clicks: number; expected: number }>>()

  /** `read` are distinct item rows; `clicked` is 0 or 1. */
  observe(
    read: Iterable<number>,
    shown: { readonly row: number; readonly clicked: number; readonly expected: number },
  ) {
    for (const before of read) {
      let known = this.#pairs.get(before)
      if (known === undefined) {
        known = new Map()
        this.#pairs.set(before, known)
      }
      const pair = known.get(shown.row)
      if (pair === undefined) known.set(shown.row, { clicks: shown.clicked, expected: shown.expected })
      else {
        pair.clicks += shown.clicked
        pair.expected += shown.expected
      }
    }
  }

  /**
   * Sum over the read items of log((clicks + strength) / (expected + strength)): added to the log of a click rate it is a
   * naive-Bayes update. Pairs never met add 0.
   */
  logLift(read: Iterable<number>, row: number, strength: number): number {
    if (!(strength > 0)) throw new RangeError(`logLift: strength is ${strength}; it must be above 0`)
    let sum = 0
    for (const before of read) {
      const pair = this.#pairs.get(before)?.get(row)
      if (pair !== undefined) sum += ln((pair.clicks + strength) / (pair.expected + strength))
    }
    return sum
  }
}
