/** A feed that is listed, as it lies in the database. Times are Unix milliseconds. */
export interface FeedRow {
  readonly url: string
  readonly title: string
  readonly siteUrl: string | null
  readonly folder: string | null
  readonly language: string | null
  readonly addedAt: number
  /** `gone`: its server said that it will not come back. */
  readonly state: 'active' | 'paused' | 'gone'
  readonly nextAt: number
  readonly intervalMs: number
  readonly polledAt: number | null
  /** When it last brought something new, and how much in all. */
  readonly foundAt: number | null
  readonly found: number
  /** In a row. */
  readonly failures: number
  readonly failedSince: number | null
  /** What was wrong the last time, for a person. */
  readonly problem: string | null
  readonly warnings: readonly string[]
  readonly etag: string | null
  readonly lastModified: string | null
  readonly bodyHash: string | null
  readonly hub: string | null
  readonly hubTopic: string | null
  readonly callback: string | null
  readonly hubSecret: string | null
  readonly hubAskedAt: number | null
  /** Until then the hub tells what is new. */
  readonly hubUntil: number | null
}

/** What its feed says of an entry; the page behind it may say it better. */
export interface EntryFacts {
  readonly title: string | null
  readonly excerpt: string | null
  readonly authors: readonly string[]
  readonly publishedMs: number | null
  readonly imageUrl: string | null
  readonly language: string | null
}

/** A page of a new entry, to be fetched once. */
export interface PageRow {
  /** Canonical. */
  readonly url: string
  readonly host: string
  readonly feed: string
  readonly entry: EntryFacts | null
  readonly tries: number
}
