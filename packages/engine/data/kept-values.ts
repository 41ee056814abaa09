/**
 * Values made once and kept for as long as the object they were made of lives: at most `limit` for each, the one not asked
 * for longest goes first. Kept values are handed out again and again, so nobody may change them.
 */
export class KeptValues<Owner extends object, Value> {
  readonly #limit: number
  readonly #of = new WeakMap<Owner, Map<string, Value>>()

  constructor(limit: number) {
    if (!(Number.isInteger(limit) && limit >= 1))
      throw new RangeError(`kept values: limit is ${limit}; it must be a whole number of at least 1`)
    this.#limit = limit
  }

  /** The value of `key`, made now if it is not there. */
  get(owner: Owner, key: string, make: () => Value): Value {
    let kept = this.#of.get(owner)
    if (kept === undefined) {
      kept = new Map()
      this.#of.set(owner, kept)
    }
    const known = kept.get(key)
    if (known !== undefined) {
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    const made = make()
    kept.set(key, made)
    if (kept.size > this.#limit) kept.delete(kept.keys().next().value!)
    return made
  }
}
