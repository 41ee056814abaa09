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
    const found: Contribution[] = []
    for (let k = 0; k < this.#sums.length; k++) {
      if (this.#sums[k] !== 0) found.push({ row: this.#rows[k]!, contribution: this.#sums[k]! })
    }
    this.#sums.fill(0)
    return largestOf(found, most)
  }
}

/** The largest, and of the others the `most - 1` furthest from 0. Orders `all` in place. */
export function largestOf(all: Contribution[], most: number): Causes {
  if (all.length <= most) return { contributions: all.sort(largestFirst), others: 0 }
  let first = 0
  for (let k = 1; k < all.length; k++) if (largestFirst(all[k]!, all[first]!) < 0) first = k
  swap(all, 0, first)
  for (let place = 1; place < most; place++) {
    let next = place
    for (let k = place + 1; k < all.length; k++) if (furthestFirst(all[k]!, all[next]!) < 0) next = k
    swap(all, place, next)
  }
  let others = 0
  for (let k = most; k < all.length; k++) others += all[k]!.contribution
  return { contributions: all.slice(0, most).sort(largestFirst), others }
}

const largestFirst = (a: Contribution, b: Contribution): number => b.contribution - a.contribution || a.row - b.row
const furthestFirst = (a: Contribution, b: Contribution): number =>
  Math.abs(b.contribution) - Math.abs(a.contribution) || a.row - b.row

function swap<T>(all: T[], a: number, b: number): void {
  const one = all[a]!
  all[a] = all[b]!
  all[b] = one
}
