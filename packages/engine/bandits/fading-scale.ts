import { MovingEpoch } from '../data/moving-epoch.ts'
import { exp2 } from '../data/portable-math.ts'

/** Plain JSON; null before the first event. */
export interface FadingState {
  readonly epoch: number | null
  readonly newestAt: number | null
}

/**
 * Decayed sums that never need to be touched as time goes by: an event adds `weight(at)`, and `factor(now)` turns sums of
 * such weights into sums of 2^(-(now - at) / half-life). Half-life Infinity counts every event as 1 for ever.
 */
export class FadingScale {
  readonly #epoch: MovingEpoch
  readonly #rescale: (factor: number) => void
  #newestAt: number

  /** `rescale` multiplies all sums; called when the scale must move. */
  constructor(halfLifeMs: number, rescale: (factor: number) => void, kept?: FadingState) {
    this.#epoch = new MovingEpoch(halfLifeMs, kept?.epoch ?? Number.NEGATIVE_INFINITY)
    this.#rescale = rescale
    this.#newestAt = kept?.newestAt ?? Number.NEGATIVE_INFINITY
  }

  get state(): FadingState {
    const orNull = (time: number) => (time === Number.NEGATIVE_INFINITY ? null : time)
    return { epoch: orNull(this.#epoch.epoch), newestAt: orNull(this.#newestAt) }
  }

  weight(at: number): number {
    if (!Number.isFinite(at)) throw new RangeError(`bandits: at is ${at}; it must be finite`)
    this.#newestAt = Math.max(this.#newestAt, at)
    return this.#epoch.weight(at, this.#rescale)
  }

  /** A `now` before the newest event counts as that event's time. */
  factor(now: number): number {
    const { halfLifeMs, epoch } = this.#epoch
    if (halfLifeMs === Number.POSITIVE_INFINITY) return 1
    return exp2((epoch - Math.max(now, this.#newestAt)) / halfLifeMs)
  }
}

/** Half-lives in files: JSON has no Infinity. */
export const halfLifeToJson = (halfLifeMs: number): number | null =>
  halfLifeMs === Number.POSITIVE_INFINITY ? null : halfLifeMs
export const halfLifeFromJson = (kept: number | null): number => kept ?? Number.POSITIVE_INFINITY
