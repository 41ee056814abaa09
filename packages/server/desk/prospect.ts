/** Something that may become an item, as its finder hands it over: a feed, saves of readers, a person, a model. */
export interface NewProspect {
  /** The id that its item will have: made from the canonical address, the same wherever it is found. */
  readonly id: string
  /** Canonical. */
  readonly url: string
  readonly source: ProspectSource
  /** Which feed, which model, who. */
  readonly sourceDetail: string | null
  /** For which surface it was proposed; null: for any. */
  readonly surface: string | null
  readonly title: string
  readonly excerpt: string | null
  readonly text: string | null
  /** BCP 47. */
  readonly language: string | null
  readonly publisher: string | null
  /** Host of the address without `www.`. */
  readonly domain: string
  readonly authors: readonly string[]
  readonly topic?: string | null
  /** 0 to 1. */
  readonly topicConfidence?: number | null
  readonly topicBy?: 'model' | 'person' | null
  /** Minutes to read. */
  readonly minutes: number | null
  readonly imageUrl: string | null
  /** Unix milliseconds. */
  readonly publishedAt: number | null
  readonly contentType?: string
  readonly paywalled?: boolean
  /** What the finder could not make sense of. */
  readonly warnings?: readonly string[]
}

type ProspectSource = 'feed' | 'saves' | 'person' | 'model'
export type ProspectState = 'waiting' | 'later' | 'approved' | 'rejected' | 'dismissed'
