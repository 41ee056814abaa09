import { FadingScale, type FadingState } from './fading-scale.ts'

export interface EngagementEvent {
  /** Item row, 0 or more. */
  readonly row: number
  /** Unix ms. */
  readonly at: number
  /** How often it was shown, 0 or more; default 0. */
  readonly shows?: number
  /** How often it was clicked, 0 or more; default 0. */
  readonly clicks?: number
}

/** Shows and clicks, one entry per asked row. */
export interface EngagementCounts {
  readonly shows: Float64Array
  readonly clicks: Float64Array
}

/** Fewer shows than this are none: the dust that rounding leaves of decayed events that were taken back. */
export const leastShows = 1e-9

/** Everything an engagement is, for files: sums on the scale's own unit. */
export interface EngagementState extends EngagementCounts {
  readonly totals: { readonly shows: number; readonly clicks: number }
  readonly scale: FadingState
}

/**
 * Shows and clicks per item with exponential decay: an event of age a counts 2^(-a / half-life). Each event costs O(1) and
 * counts at once, in any order of time; the sums equal a recount (tested). Rows appear as they are observed.
 */
export class Engagement {
  readonly halfLifeMs: number
  #sums: { shows: Float64Array; clicks: Float64Array }
  readonly #totals: { shows: number; clicks: number }
  readonly #scale: FadingScale

  /** Half-life in whole milliseconds, or Infinity for plain counts; `kept` is copied. */
  constructor(
    { halfLifeMs = Number.POSITIVE_INFINITY }: { readonly halfLifeMs?: number } = {},
    kept?: EngagementState,
  ) {
    this.halfLifeMs = halfLifeMs
    this.#sums = {
      shows: kept?.shows.slice() ?? new Float64Array(64),
      clicks: kept?.clicks.slice() ?? new Float64Array(64),
    }
    this.#totals = { shows: 0, clicks: 0, ...kept?.totals }
    this.#scale = new FadingScale(halfLifeMs, (factor) => this.#rescale(factor), kept?.scale)
  }

  /** State of the given rows, in their order; entries below 0 are rows nothing is known of. */
  state(rows: Int32Array): EngagementState {
    const pick = (sums: Float64Array) => Float64Array.from(rows, (row) => sums[row] ?? 0)
    return {
      shows: pick(this.#sums.shows),
      clicks: pick(this.#sums.clicks),
      totals: { ...this.#totals },
      scale: this.#scale.state,
    }
  }

  observe(event: EngagementEvent): void {
    this.#add(event, 1)
  }

  /** Takes back an event that was observed. */
  forget(event: EngagementEvent): void {
    this.#add(event, -1)
  }

  /** Counts at `now` of the given rows; rows never observed have 0. */
  counts(rows: Int32Array, now: number): EngagementCounts {
    const factor = this.#scale.factor(now)
    const pick = (sums: Float64Array) => {
      const picked = new Float64Array(rows.length) // a loop: `from` takes ten times as long
      for (let k = 0; k < rows.length; k++) picked[k] = Math.max(0, (sums[rows[k]!] ?? 0) * factor)
      return picked
    }
    return { shows: pick(this.#sums.shows), clicks: pick(this.#sums.clicks) }
  }

  /** Sums over all rows at `now`. */
  totals(now: number): { readonly shows: number; readonly clicks: number } {
    const factor = this.#scale.factor(now)
    return { shows: Math.max(0, this.#totals.shows * factor), clicks: Math.max(0, this.#totals.clicks * factor) }
  }

  #add({ row, at, shows = 0, clicks = 0 }: EngagementEvent, sign: 1 | -1): void {
    if (!(Number.isInteger(row) && row >= 0)) throw new RangeError(`engagement: row is ${row}; it must be 0 or more`)
    for (const [name, value] of Object.entries({ shows, clicks }))
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
        throw new RangeError(`engagement: ${name} is ${value}; it must be 0 or more and finite`)
    const weight = sign * this.#scale.weight(at)
    if (row >= this.#sums.shows.length) this.#grow(row)
    this.#sums.shows[row]! += weight * shows
    this.#sums.clicks[row]! += weight * clicks
    this.#totals.shows += weight * shows
    this.#totals.clicks += weight * clicks
  }

  #grow(row: number): void {
    const longer = (old: Float64Array) => {
      const sums = new Float64Array(Math.max(row + 1, 2 * old.length))
      sums.set(old)
      return sums
    }
    this.#sums = { shows: longer(this.#sums.shows), clicks: longer(this.#sums.clicks) }
  }

  #rescale(factor: number): void {
    for (const sums of [this.#sums.shows, this.#sums.clicks])
      for (let row = 0; row < sums.length; row++) sums[row]! *= factor
    this.#totals.shows *= factor
    this.#totals.clicks *= factor
  }
}
