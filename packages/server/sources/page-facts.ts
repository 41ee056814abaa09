/** What a page says of itself, as the sandbox answers it. */
export interface PageFacts {
  /** Canonical; where the page says that it lives, when that is with the same publisher, else where it was found. */
  readonly url: string
  readonly title: string | null
  readonly excerpt: string | null
  readonly text: string | null
  readonly language: string | null
  readonly publisher: string | null
  readonly authors: readonly string[]
  readonly minutes: number | null
  readonly imageUrl: string | null
  readonly publishedMs: number | null
  readonly contentType: string
  readonly paywalled: boolean
  readonly warnings: readonly string[]
}
