import type { JudgementOnWire } from '@lectern/protocol/rest/judging.ts'

/** A prospect as models look at it. */
export interface JudgedProspect {
  readonly id: string
  readonly title: string
  readonly excerpt: string | null
  /** The whole text where it is known. */
  readonly text: string | null
  /** BCP 47. */
  readonly language: string | null
  readonly publisher: string | null
  /** What its source or a person says, used where the model suggests none. */
  readonly topic: string | null
  readonly topicBy: 'model' | 'person' | null
  /** Unix milliseconds. */
  readonly publishedAt: number | null
  readonly foundAt: number
}

/** What the queue keeps of it; the reasons are asked for one by one. */
export interface Judgement {
  readonly id: string
  /** A suggestion; null when there is none to be made. */
  readonly topic: string | null
  readonly topicConfidence: number | null
  /** 0 to 1; null when not judged. */
  readonly clickbait: number | null
  readonly duplicateOf: string | null
  /** Opens and finishes to expect per 1,000 shows. */
  readonly value: number
}

/** Kept as JSON. */
export type Reasons = Omit<JudgementOnWire, 'prospect' | 'judgedAt'>
