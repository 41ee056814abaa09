interface RollingOptions {
  /** Width of a bucket, milliseconds: what leaves the window leaves it bucket by bucket. */
  readonly bucketMs: number
  /** How many buckets the window has, the one that `now` lies in included. */
  readonly buckets: number
}

/**
 * Sums over a window that moves with time, by key: `change` is called with what each event adds and with what leaves. Each
 * event counts once, at once and in any order of time; memory is what differs within a bucket, not the events. Buckets lie
 * on multiples of their width, so that a recount has the same ones.
 */
export class RollingSums {
  readonly #bucketMs: number
  readonly #buckets: number
  readonly #change: (key: number, amount: number) => void
  readonly #kept = new Map<number, Map<number, number>>()
  /** Number of the oldest bucket in the window. */
  #oldest = Number.NEGATIVE_INFINITY

  constructor({ bucketMs, buckets }: RollingOptions, change: (key: number, amount: number) => void) {
    if (!(bucketMs > 0)) throw new RangeError(`rolling sums: bucketMs is ${bucketMs}; it must be above 0`)
    if (!(Number.isInteger(buckets) && buckets >= 1))
      throw new RangeError(`rolling sums: buckets is ${buckets}; it must be a whole number of at least 1`)
    this.#bucketMs = bucketMs
    this.#buckets = buckets
    this.#change = change
  }

  /** Adds to a key at a time, Unix ms; nothing when the time has left the window. */
  add(key: number, amount: number, at: number): void {
    const number = Math.floor(at / this.#bucketMs)
    if (number < this.#oldest) return
    let bucket = this.#kept.get(number)
    if (bucket === undefined) {
      bucket = new Map()
      this.#kept.set(number, bucket)
    }
    bucket.set(key, (bucket.get(key) ?? 0) + amount)
    this.#change(key, amount)
  }

  /** Takes away what lies before the window that ends at `now`; a clock that goes back brings nothing back. */
  moveTo(now: number): boolean {
    const oldest = Math.floor(now / this.#bucketMs) - this.#buckets + 1
    if (!(oldest > this.#oldest)) return false
    this.#oldest = oldest
    let left = false
    for (const [number, bucket] of this.#kept) {
      if (number >= oldest) continue
      for (const [key, amount] of bucket) this.#change(key, -amount)
      this.#kept.delete(number)
      left = true
    }
    return left
  }
}
