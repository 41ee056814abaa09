/** A document on the web, as a source of items hands it over. */
export interface NewItem {
  /** Stable: the same document has the same id in every import. At most 256 characters. */
  readonly id: string
  readonly url: string | null
  readonly title: string
  readonly excerpt: string | null
  readonly publisher: string | null
  readonly topic: string | null
  /** BCP 47. */
  readonly language: string | null
  /** Minutes to read. */
  readonly minutes: number | null
  readonly imageUrl: string | null
  /** Unix milliseconds. */
  readonly publishedAt: number | null
  /** Who brought it: `sample`, `import:globo`, `feed:` and its address, … */
  readonly origin: string
  /** Place in the editors' order, 0 first; null when no editor placed it. */
  readonly editorialRank: number | null
  /** `article` when left out. */
  readonly contentType?: string
  readonly paywalled?: boolean
  /** ISO 3166 ids of the only regions it may be shown in; everywhere when left out. */
  readonly regions?: readonly string[] | null
  /** Items with the same name here tell the same story. */
  readonly cluster?: string | null
  /** From when on it may be shown, Unix milliseconds; the time of storing when left out. Kept from the first time. */
  readonly addedAt?: number
}

/** An item as it lies in the database. */
export interface StoredItem extends NewItem {
  readonly addedAt: number
  readonly contentType: string
  readonly paywalled: boolean
  readonly regions: readonly string[] | null
  readonly cluster: string | null
  /** When it was taken down, Unix milliseconds; null: it may be shown. */
  readonly takenDownAt: number | null
}
