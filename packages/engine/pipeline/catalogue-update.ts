import { extendVocabulary, type Vocabulary } from '../data/vocabulary.ts'
import { type CatalogueEntry, grouped } from './catalogue.ts'
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
  const named = (names: Vocabulary, codes: Int32Array, of: (entry: CatalogueEntry) => string | null | undefined) => {
    const given = entries.map(of)
    const extended = extendVocabulary(
      names,
      given.filter((value) => value != null),
    )
    const changed = longer(codes, items.size)
    given.forEach((value, k) => {
      changed[rows[k]!] = value == null ? -1 : extended.row(value)
    })
    return { names: extended, codes: changed, groups: () => grouped(changed, extended.size) }
  }
  const publishers = named(catalogue.publishers, catalogue.publisher, (entry) => entry.publisher)
  const topics = named(catalogue.topics, catalogue.topic, (entry) => entry.topic)
  const languages = named(catalogue.languages, catalogue.language, (entry) => entry.language)
  const contentTypes = named(catalogue.contentTypes, catalogue.contentType, (entry) => entry.contentType)
  const clusters = named(catalogue.clusters, catalogue.cluster, (entry) => entry.cluster)
  const numbers = <T extends Numbers>(column: T, of: (entry: CatalogueEntry) => number): T => {
    const changed = longer(column, items.size)
    entries.forEach((entry, k) => {
      changed[rows[k]!] = of(entry)
    })
    return changed
  }
  const addedAt = numbers(catalogue.addedAt, (entry) => entry.addedAt)
  return {
    items,
    publishers: publishers.names,
    topics: topics.names,
    languages: languages.names,
    contentTypes: contentTypes.names,
    clusters: clusters.names,
    publisher: publishers.codes,
    topic: topics.codes,
    language: languages.codes,
    contentType: contentTypes.codes,
    cluster: clusters.codes,
    rowsOf: {
      publisher: publishers.groups(),
      topic: topics.groups(),
      language: languages.groups(),
      contentType: contentTypes.groups(),
      cluster: clusters.groups(),
    },
    paywalled: numbers(catalogue.paywalled, (entry) => (entry.paywalled === true ? 1 : 0)),
    onlyIn: withRegions(catalogue.onlyIn, entries, rows),
    publishedAt: numbers(catalogue.publishedAt, (entry) => entry.publishedAt ?? 0),
    addedAt,
    newestFirst: inOrder(catalogue.newestFirst, rows, addedAt),
    minutes: numbers(catalogue.minutes, (entry) => entry.minutes ?? 0),
    available: numbers(catalogue.available, (entry) => (entry.available === false ? 0 : 1)),
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
