// What a data set is to the importer: which files it has and what a row of each means.
import type { EventKind } from '@lectern/protocol/events/events.ts'
import type { NewItem } from '../items/items.ts'

export interface ImportedEvent {
  readonly reader: string
  readonly item: string
  readonly kind: EventKind
  /** Unix milliseconds. */
  readonly at: number
  /** Title of an item that no article file describes; else its id is its title. */
  readonly title?: string | undefined
  readonly surface?: string | undefined
  readonly slot?: number | undefined
  readonly dwellMs?: number | undefined
  readonly fraction?: number | undefined
  readonly on?: boolean | undefined
  /** Target of a hide, reason of a report; else `session:…` where the data set knows sessions. */
  readonly detail?: string | undefined
}

/** Where a row goes. A row that fits nowhere is answered with its reason instead. */
export interface Output {
  event(event: ImportedEvent): void
  item(item: NewItem): void
}

/** Reads one row: null when it was put out, else why it is rejected, in words that are the same for the same cause. */
export type RowReader = (cells: readonly string[], out: Output, row: number) => string | null

export interface Layout {
  /** One character or a few; `jsonl` for one JSON object a line. */
  readonly delimiter: string
  readonly quoted: boolean
  /** Names in the first row; without them `columns` are the names, in order. */
  readonly header: boolean
}

export interface FileKind {
  /** `events` or `items`: items are read first. */
  readonly holds: 'events' | 'items'
  /** The name without `.gz`. */
  readonly name: RegExp
  readonly example: string
  readonly layout: Layout
  /** Columns that must be there. */
  readonly columns: readonly string[]
  readonly optional?: readonly string[]
  /** Called once per file, so that a reader may remember rows. `at` answers the place of a column, −1 without it. */
  open(at: (column: string) => number): RowReader
}

export interface Format {
  readonly name: string
  readonly about: string
  readonly kinds: readonly FileKind[]
  /** What the report must say about how this data set was read. */
  readonly notes: readonly string[]
}

export const csv: Layout = { delimiter: ',', quoted: true, header: true }
export const tsv: Layout = { delimiter: '\t', quoted: false, header: false }

export const bareItem = (id: string, title: string, origin: string): NewItem => ({
  id,
  title: title.trim().slice(0, 500) || id,
  url: null,
  excerpt: null,
  publisher: null,
  topic: null,
  language: null,
  minutes: null,
  imageUrl: null,
  publishedAt: null,
  origin,
  editorialRank: null,
})

/** The first words of a text, at most 500 characters, cut between words. */
export function excerptOf(text: string | undefined): string | null {
  const plain = (text ?? '').replace(/\s+/g, ' ').trim()
  if (plain === '') return null
  return plain.length <= 500 ? plain : `${plain.slice(0, 499).replace(/\s+\S*$/, '')}…`
}
