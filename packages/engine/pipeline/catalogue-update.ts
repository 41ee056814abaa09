import { extendVocabulary } from '../data/vocabulary.ts'
import { type CatalogueEntry, grouped, type NamedColumn, namedColumns, namesOf, numberOf } from './catalogue.ts'
import type { Catalogue } from './slate.ts'

/**
 * The catalogue with some items changed and others added: known items keep their rows, new ones follow in the order given.
 * The catalogue given stays as it is. Copies columns of numbers; names are looked up for the entries given only.
 */
export function updateCatalogue(catalogue: Catalogue, entries: readonly CatalogueEntry[]): Catalogue {
  const items = extendVocabulary(
    catalogue.items,
    entries.map(({ item }) => item),
  )
  const rows = entries.map(({ item }) => items.row(item))
  const named = (name: keyof typeof namesOf): NamedColumn => {
    const given = entries.map((entry) => entry[name])
    const names = extendVocabulary(
      catalogue[namesOf[name]],
      given.filter((value) => value != null),
    )
    const codes = longer(catalogue[name], items.size)
    given.forEach((value, k) => {
      codes[rows[k]!] = value == null ? -1 : names.row(value)
    })
    return { names, codes, groups: grouped(codes, names.size) }
  }
  const numbers = <T extends Numbers>(column: T, of: (entry: CatalogueEntry) => number): T => {
    const changed = longer(column, items.size)
    entries.forEach((entry, k) => {
      changed[rows[k]!] = of(entry)
    })
    return changed
  }
  const addedAt = numbers(catalogue.addedAt, numberOf.addedAt)
  return {
    items,
    ...namedColumns(named),
    paywalled: numbers(catalogue.paywalled, numberOf.paywalled),
    onlyIn: withRegions(catalogue.onlyIn, entries, rows),
    publishedAt: numbers(catalogue.publishedAt, numberOf.publishedAt),
    addedAt,
    newestFirst: inOrder(catalogue.newestFirst, rows, addedAt),
    minutes: numbers(catalogue.minutes, numberOf.minutes),
    available: numbers(catalogue.available, numberOf.available),
  }
}

type Numbers = Int32Array | Float64Array | Float32Array | Uint8Array

function longer<T extends Numbers>(column: T, size: number): T {
  const copy = new (column.constructor as new (size: number) => T)(size)
  copy.set(column)
  return copy
}

function withRegions(
  onlyIn: Catalogue['onlyIn'],
  entries: readonly CatalogueEntry[],
  rows: readonly number[],
): Catalogue['onlyIn'] {
  const changed = new Map(onlyIn)
  entries.forEach(({ regions }, k) => {
    if (regions == null) changed.delete(rows[k]!)
    else changed.set(rows[k]!, new Set(regions))
  })
  return changed
}

/** The rows that stay are in order already: the moved ones, in order among themselves, are merged in. */
function inOrder(before: Int32Array, moved: readonly number[], addedAt: Float64Array): Int32Array {
  const earlier = (a: number, b: number) => addedAt[b]! - addedAt[a]! || a - b
  const isMoved = new Uint8Array(addedAt.length)
  for (const row of moved) isMoved[row] = 1
  const incoming = Int32Array.from(new Set(moved)).sort(earlier)
  const order = new Int32Array(addedAt.length)
  let [filled, next] = [0, 0]
  for (let k = 0; k < before.length; k++) {
    const row = before[k]!
    if (isMoved[row] === 1) continue
    while (next < incoming.length && earlier(incoming[next]!, row) < 0) order[filled++] = incoming[next++]!
    order[filled++] = row
  }
  while (next < incoming.length) order[filled++] = incoming[next++]!
  return order
}
