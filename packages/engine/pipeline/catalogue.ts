import { Vocabulary } from '../data/vocabulary.ts'
import type { Catalogue, Groups } from './slate.ts'

/** One item as its owner knows it. */
export interface CatalogueEntry {
  readonly item: string
  readonly publisher?: string | null
  readonly topic?: string | null
  readonly language?: string | null
  /** Unix ms. */
  readonly publishedAt?: number | null
  /** Unix ms: from when on it may be shown. */
  readonly addedAt: number
  readonly minutes?: number | null
  /** Default true. */
  readonly available?: boolean
  readonly contentType?: string | null
  /** Items of the same cluster tell the same story. */
  readonly cluster?: string | null
  readonly paywalled?: boolean
  /** ISO 3166 ids of the only regions it may be shown in; null: everywhere. */
  readonly regions?: readonly string[] | null
}

/** Columns from entries, one row each in the order given. Throws on a repeated item id. */
export function createCatalogue(entries: readonly CatalogueEntry[]): Catalogue {
  const addedAt = Float64Array.from(entries, (entry) => entry.addedAt)
  const publishers = coded(entries.map((entry) => entry.publisher))
  const topics = coded(entries.map((entry) => entry.topic))
  const languages = coded(entries.map((entry) => entry.language))
  const contentTypes = coded(entries.map((entry) => entry.contentType))
  const clusters = coded(entries.map((entry) => entry.cluster))
  return {
    items: new Vocabulary(entries.map((entry) => entry.item)),
    publishers: publishers.names,
    topics: topics.names,
    languages: languages.names,
    contentTypes: contentTypes.names,
    clusters: clusters.names,
    publisher: publishers.codes,
    topic: topics.codes,
    language: languages.codes,
    contentType: contentTypes.codes,
    rowsOf: {
      publisher: publishers.groups,
      topic: topics.groups,
      language: languages.groups,
      contentType: contentTypes.groups,
      cluster: clusters.groups,
    },
    cluster: clusters.codes,
    paywalled: Uint8Array.from(entries, (entry) => (entry.paywalled === true ? 1 : 0)),
    onlyIn: new Map(entries.flatMap(({ regions }, row) => (regions == null ? [] : [[row, new Set(regions)] as const]))),
    publishedAt: Float64Array.from(entries, (entry) => entry.publishedAt ?? 0),
    addedAt,
    newestFirst: Int32Array.from(entries.keys()).sort((a, b) => addedAt[b]! - addedAt[a]! || a - b),
    minutes: Float32Array.from(entries, (entry) => entry.minutes ?? 0),
    available: Uint8Array.from(entries, (entry) => (entry.available === false ? 0 : 1)),
  }
}

function coded(values: readonly (string | null | undefined)[]): {
  names: Vocabulary
  codes: Int32Array
  groups: Groups
} {
  const names = new Vocabulary([...new Set(values.filter((value) => value != null))].sort())
  const codes = Int32Array.from(values, (value) => (value == null ? -1 : names.row(value)))
  return { names, codes, groups: grouped(codes, names.size) }
}

/** Rows of each code, ascending. */
export function grouped(codes: Int32Array, size: number): Groups {
  const indptr = new Int32Array(size + 1)
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) indptr[codes[row]! + 1]!++
  for (let code = 0; code < size; code++) indptr[code + 1]! += indptr[code]!
  const rows = new Int32Array(indptr[size]!)
  const next = indptr.slice()
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) rows[next[codes[row]!]!++] = row
  return { indptr, rows }
}
