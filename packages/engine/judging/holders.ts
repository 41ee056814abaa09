/** Which rows hold a key, for a collection that grows and shrinks. A key of one row, as most are, costs no list. */
export class Holders<K> {
  readonly #rows = new Map<K, number | number[]>()

  add(key: K, row: number): void {
    const known = this.#rows.get(key)
    if (known === undefined) this.#rows.set(key, row)
    else if (typeof known === 'number') this.#rows.set(key, [known, row])
    else known.push(row)
  }

  /** A row that does not hold the key changes nothing. */
  remove(key: K, row: number): void {
    const known = this.#rows.get(key)
    if (known === row) this.#rows.delete(key)
    if (!Array.isArray(known)) return
    const left = known.filter((one) => one !== row)
    this.#rows.set(key, left.length === 1 ? left[0]! : left)
  }

  /** How many rows hold it. */
  count(key: K): number {
    const known = this.#rows.get(key)
    return known === undefined ? 0 : typeof known === 'number' ? 1 : known.length
  }

  /** In the order they were added. */
  of(key: K): readonly number[] {
    const known = this.#rows.get(key)
    return known === undefined ? [] : typeof known === 'number' ? [known] : known
  }
}
