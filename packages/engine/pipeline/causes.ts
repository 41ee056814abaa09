import type { Contribution } from './slate.ts'

/** What a score owes to the items of a history. */
export interface Causes {
  /** Largest first, ties by row. */
  readonly contributions: readonly Contribution[]
  /** Sum of those left out. */
  readonly others: number
}

/**
 * Adds up what several models say of each item of one history, candidate after candidate, in the same memory: a list of 30
 * with a history of 60 has 1,800 contributions, of which few are told.
 */
export class CauseSums {
  readonly #rows: Int32Array
  readonly #sums: Float64Array
  readonly #places: ReadonlyMap<number, number>

  /** @param rows the items of the history, each once. */
  constructor(rows: Int32Array) {
    this.#rows = rows
    this.#sums = new Float64Array(rows.length)
    const places = new Map<number, number>()
    for (let k = 0; k < rows.length; k++) places.set(rows[k]!, k)
    this.#places = places
  }

  /** Where a row stands in the history, -1: nowhere. */
  place(row: number): number {
    return this.#places.get(row) ?? -1
  }

  /** Adds to the item at `place`; below 0 to none. */
  add(place: number, contribution: number): void {
    if (place >= 0) this.#sums[place]! += contribution
  }

  /** The largest, and of the others the `most - 1` furthest from 0. Forgets the sums. */
  take(most: number): Causes {
    const causes = largestOf({ rows: this.#rows, values: this.#sums }, most)
    this.#sums.fill(0)
    return causes
  }
}

/** What each row contributes; 0 is no contribution. Columns of equal length. */
interface Contributed {
  readonly rows: ArrayLike<number>
  readonly values: ArrayLike<number>
}

/** Places of the columns at hand; a list has 30 reasons, each over the whole history. */
let places = new Int32Array(0)

/** The largest, and of the others the `most - 1` furthest from 0. */
export function largestOf(all: Contributed, most: number): Causes {
  const count = placesWithout0(all.values)
  const told = Math.min(count, most)
  if (count > most) bringForward(all, count, most)
  let others = 0
  for (let k = told; k < count; k++) others += all.values[places[k]!]!
  const contributions: Contribution[] = []
  for (let k = 0; k < told; k++)
    contributions.push({ row: all.rows[places[k]!]!, contribution: all.values[places[k]!]! })
  return { contributions: contributions.sort(largestFirst), others }
}

/** How many; they are the first of `places`. */
function placesWithout0(values: ArrayLike<number>): number {
  if (places.length < values.length) places = new Int32Array(2 * values.length)
  let count = 0
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) places[count++] = k
  return count
}

/** The largest comes first, then the `most - 1` furthest from 0; ties by row. */
function bringForward({ rows, values }: Contributed, count: number, most: number): void {
  for (let turn = 0; turn < most; turn++) {
    let best = turn
    for (let k = turn + 1; k < count; k++) {
      const [a, b] = [places[k]!, places[best]!]
      const ahead = turn === 0 ? values[a]! - values[b]! : Math.abs(values[a]!) - Math.abs(values[b]!)
      if (ahead > 0 || (ahead === 0 && rows[a]! < rows[b]!)) best = k
    }
    const one = places[turn]!
    places[turn] = places[best]!
    places[best] = one
  }
}

const largestFirst = (a: Contribution, b: Contribution): number => b.contribution - a.contribution || a.row - b.row
