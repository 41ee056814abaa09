import { exp2, powerOfTwo } from './portable-math.ts'

/** The epoch moves before a weight reaches 2^this. */
const rebaseExponent = 256

/**
 * The scale on which decayed counts are kept: an event at `at` weighs 2^((at - epoch) / half-life), so an old count need
 * not be touched when time goes by. The epoch is a whole number of half-lives: moving it multiplies by an exact power of
 * two. A half-life of Infinity counts every event as 1.
 */
export class MovingEpoch {
  readonly halfLifeMs: number
  #epoch: number

  constructor(halfLifeMs: number, epoch: number = Number.NEGATIVE_INFINITY) {
    if (!(halfLifeMs === Number.POSITIVE_INFINITY || (Number.isSafeInteger(halfLifeMs) && halfLifeMs >= 1)))
      throw new RangeError(
        `halfLifeMs is ${halfLifeMs}; it must be a whole number of milliseconds, 1 or more, or Infinity`,
      )
    this.halfLifeMs = halfLifeMs
    this.#epoch = epoch
  }

  /** Unix ms, -Infinity before the first event. */
  get epoch(): number {
    return this.#epoch
  }

  /** Weight of an event at `at`; when the scale must move, `rescale` is first told what to multiply all counts by. */
  weight(at: number, rescale: (factor: number) => void): number {
    if (this.halfLifeMs === Number.POSITIVE_INFINITY) return 1
    if ((at - this.#epoch) / this.halfLifeMs > rebaseExponent) {
      const epoch = Math.floor(at / this.halfLifeMs) * this.halfLifeMs
      if (this.#epoch > Number.NEGATIVE_INFINITY)
        rescale(powerOfTwo(-Math.round((epoch - this.#epoch) / this.halfLifeMs)))
      this.#epoch = epoch
    }
    return exp2((at - this.#epoch) / this.halfLifeMs)
  }
}
