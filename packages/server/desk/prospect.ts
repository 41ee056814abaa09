import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'

/** Something that may become an item, as its finder hands it over: a feed, saves of readers, a person, a model. */
export interface NewProspect {
  /** The id that its item will have: made from the canonical address, the same wherever it is found. */
  readonly id: string
  /** Canonical. */
  readonly url: string
  readonly source: Prospect['source']
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

export type ProspectState = Prospect['state']

/** What a decision or an editor changes. */
export interface ProspectFields {
  readonly title: string
  readonly excerpt: string | null
  readonly topic: string | null
  readonly topicConfidence: number | null
  readonly topicBy: 'model' | 'person' | null
  readonly authors: readonly string[]
  readonly publisher: string | null
  readonly language: string | null
  readonly imageUrl: string | null
  readonly paywalled: boolean
  readonly state: ProspectState
  readonly laterUntil: number | null
  readonly decidedAt: number | null
  readonly decidedBy: string | null
  readonly reason: string | null
  readonly comment: string | null
}

/** A prospect as it lies in the database, without its text. */
export interface StoredProspect extends ProspectFields {
  readonly id: string
  readonly url: string
  readonly source: Prospect['source']
  readonly sourceDetail: string | null
  readonly surface: string | null
  /** The first 1,500 characters of its text. */
  readonly opening: string | null
  readonly domain: string
  readonly minutes: number | null
  readonly publishedAt: number | null
  readonly contentType: string
  readonly clickbait: number | null
  readonly duplicateOf: string | null
  readonly value: number | null
  /** What the finder could not make sense of. */
  readonly warnings: readonly string[]
  readonly foundAt: number
}

export const fieldsOf = (prospect: StoredProspect): ProspectFields => ({
  title: prospect.title,
  excerpt: prospect.excerpt,
  topic: prospect.topic,
  topicConfidence: prospect.topicConfidence,
  topicBy: prospect.topicBy,
  authors: prospect.authors,
  publisher: prospect.publisher,
  language: prospect.language,
  imageUrl: prospect.imageUrl,
  paywalled: prospect.paywalled,
  state: prospect.state,
  laterUntil: prospect.laterUntil,
  decidedAt: prospect.decidedAt,
  decidedBy: prospect.decidedBy,
  reason: prospect.reason,
  comment: prospect.comment,
})
