/** Immutable two-way table between id strings and dense rows 0..size-1. */
export class Vocabulary {
  readonly ids: readonly string[]
  /** Shared with vocabularies that go on from this one: rows of `size` or more are theirs. */
  readonly #rows: Map<string, number>

  /** Throws on a repeated id, naming it. The array is copied. `goesOn` is for `followedBy`. */
  constructor(ids: Iterable<string>, goesOn?: Vocabulary) {
    if (goesOn !== undefined) {
      const all = goesOn.ids.concat(...ids)
      for (let row = goesOn.size; row < all.length; row++) goesOn.#rows.set(all[row]!, row)
      this.ids = all
      this.#rows = goesOn.#rows
      return
    }
    const list = Array.from(ids)
    const rows = new Map<string, number>()
    for (let row = 0; row < list.length; row++) rows.set(list[row]!, row)
    if (rows.size !== list.length)
      throw new Error(`vocabulary: id ${JSON.stringify(firstRepeated(list))} is given twice`)
    this.ids = list
    this.#rows = rows
  }

  get size(): number {
    return this.ids.length
  }

  /** Row of an id, -1 when unknown. */
  row(id: string): number {
    const row = this.#rows.get(id)
    return row === undefined || row >= this.ids.length ? -1 : row
  }

  /** True when this is the other one, or went on from it: then they have the same rows as far as both reach. */
  goesOnFrom(other: Vocabulary): boolean {
    return this.#rows === other.#rows && this.size >= other.size
  }

  /** The same rows followed by `ids`, which must be new. Costs what is new; the second one to go on from here copies. */
  followedBy(ids: readonly string[]): Vocabulary {
    return this.#rows.size === this.size ? new Vocabulary(ids, this) : new Vocabulary([...this.ids, ...ids])
  }

  /** Id of a row; throws when the row does not exist. */
  id(row: number): string {
    const id = this.ids[row]
    if (id === undefined) throw new RangeError(`vocabulary: row ${row} is not in 0..${this.size - 1}`)
    return id
  }

  /** `JSON.stringify` gives the plain id list; `new Vocabulary(list)` reads it back. */
  toJSON(): readonly string[] {
    return this.ids
  }
}

/** Rows of `from` as rows of `to`: one entry per row of `from`, -1 where `to` does not know the id. */
export function alignRows(from: Vocabulary, to: Vocabulary): Int32Array {
  if (from.goesOnFrom(to)) {
    const rows = new Int32Array(from.size).fill(-1, to.size)
    for (let row = 0; row < to.size; row++) rows[row] = row
    return rows
  }
  return Int32Array.from(from.ids, (id) => to.row(id))
}

/** The same rows followed by the ids not yet known, in the order given. */
export function extendVocabulary(vocabulary: Vocabulary, ids: Iterable<string>): Vocabulary {
  const added = new Set<string>()
  for (const id of ids) if (vocabulary.row(id) < 0) added.add(id)
  return added.size === 0 ? vocabulary : vocabulary.followedBy([...added])
}

function firstRepeated(ids: readonly string[]): string | undefined {
  const met = new Set<string>()
  return ids.find((id) => met.has(id) || !met.add(id))
}
