// What a feed says, whatever it is written in. Text is plain text; `contentHtml` is as foreign as it came and must be
// sanitised before it is shown.

export interface Feed {
  /** `unknown`: it is no feed, or nothing could be told. */
  readonly format: 'rss' | 'rdf' | 'atom' | 'json' | 'unknown'
  readonly title: string | null
  readonly description: string | null
  /** The site it belongs to, absolute. */
  readonly siteUrl: string | null
  /** Where the feed says it lives; the topic to subscribe to at a hub. */
  readonly selfUrl: string | null
  /** WebSub hubs. */
  readonly hubs: readonly string[]
  /** As the feed says, such as `de-AT`. */
  readonly language: string | null
  readonly image: string | null
  readonly updatedMs: number | null
  readonly encoding: string | null
  /** In the order of the feed. */
  readonly entries: readonly FeedEntry[]
  /** What was wrong and what was done about it, for a person. */
  readonly warnings: readonly string[]
}

export interface FeedEntry {
  /** As the feed names it; unique in a feed that keeps its word. */
  readonly id: string | null
  /** Canonical address of the document. */
  readonly url: string | null
  readonly title: string | null
  /** At most 600 characters. */
  readonly excerpt: string | null
  /** Addresses in it are absolute. */
  readonly contentHtml: string | null
  readonly authors: readonly string[]
  /** When both are known, the first time; a feed may say only one of the two. */
  readonly publishedMs: number | null
  readonly updatedMs: number | null
  readonly image: string | null
  readonly categories: readonly string[]
  readonly language: string | null
}

export const excerptLength = 600

/** What a reader of one format makes; the rest is known where the bytes came in. */
export type FeedBody = Omit<Feed, 'encoding' | 'warnings'>
