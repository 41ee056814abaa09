/** Immutable two-way table between id strings and dense rows 0..size-1. */
export class Vocabulary {
  readonly ids: readonly string[]
  readonly #rows: ReadonlyMap<string, number>

  /** Throws on a repeated id, naming it. The array is copied. */
  constructor(ids: Iterable<string>) {
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
    return this.#rows.get(id) ?? -1
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
  return Int32Array.from(from.ids, (id) => to.row(id))
}

/** The same rows followed by the ids not yet known, in the order given. */
export function extendVocabulary(vocabulary: Vocabulary, ids: Iterable<string>): Vocabulary {
  const added = new Set<string>()
  for (const id of ids) if (vocabulary.row(id) < 0) added.add(id)
  return added.size === 0 ? vocabulary : new Vocabulary([...vocabulary.ids, ...added])
}

function firstRepeated(ids: readonly string[]): string | undefined {
  const met = new Set<string>()
  return ids.find((id) => met.has(id) || !met.add(id))
}
