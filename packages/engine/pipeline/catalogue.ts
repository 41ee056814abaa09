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
  const addedAt = Float64Array.from(entries, numberOf.addedAt)
  return {
    items: new Vocabulary(entries.map((entry) => entry.item)),
    ...namedColumns((name) => coded(entries.map((entry) => entry[name]))),
    paywalled: Uint8Array.from(entries, numberOf.paywalled),
    onlyIn: new Map(entries.flatMap(({ regions }, row) => (regions == null ? [] : [[row, new Set(regions)] as const]))),
    publishedAt: Float64Array.from(entries, numberOf.publishedAt),
    addedAt,
    newestFirst: Int32Array.from(entries.keys()).sort((a, b) => addedAt[b]! - addedAt[a]! || a - b),
    minutes: Float32Array.from(entries, numberOf.minutes),
    available: Uint8Array.from(entries, numberOf.available),
  }
}

/** What each column of numbers holds of an entry. */
export const numberOf = {
  addedAt: ({ addedAt }: CatalogueEntry) => addedAt,
  publishedAt: ({ publishedAt }: CatalogueEntry) => publishedAt ?? 0,
  minutes: ({ minutes }: CatalogueEntry) => minutes ?? 0,
  available: ({ available }: CatalogueEntry) => (available === false ? 0 : 1),
  paywalled: ({ paywalled }: CatalogueEntry) => (paywalled === true ? 1 : 0),
}

/** Where a catalogue has the names that a column holds codes of. */
export const namesOf = {
  publisher: 'publishers',
  topic: 'topics',
  language: 'languages',
  contentType: 'contentTypes',
  cluster: 'clusters',
} as const

export interface NamedColumn {
  readonly names: Vocabulary
  /** -1 where an item has none. */
  readonly codes: Int32Array
  readonly groups: Groups
}

/** All that a catalogue holds of its five columns of names; `column` makes one. */
export function namedColumns(column: (name: keyof typeof namesOf) => NamedColumn) {
  const publisher = column('publisher')
  const topic = column('topic')
  const language = column('language')
  const contentType = column('contentType')
  const cluster = column('cluster')
  return {
    publishers: publisher.names,
    topics: topic.names,
    languages: language.names,
    contentTypes: contentType.names,
    clusters: cluster.names,
    publisher: publisher.codes,
    topic: topic.codes,
    language: language.codes,
    contentType: contentType.codes,
    cluster: cluster.codes,
    rowsOf: {
      publisher: publisher.groups,
      topic: topic.groups,
      language: language.groups,
      contentType: contentType.groups,
      cluster: cluster.groups,
    },
  }
}

function coded(values: readonly (string | null | undefined)[]): NamedColumn {
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
