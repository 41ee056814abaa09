// What a policy is: beliefs about click rates that every event moves at once, and draws from them to rank by. As a model has
// its contract in testing/model-contract.ts, a policy has testing/policy-contract.ts.
import type { Vocabulary } from '../data/vocabulary.ts'
import type { Random } from '../random/random.ts'

export interface PolicyEvent {
  /** Item row. */
  readonly row: number
  /** Unix ms. */
  readonly at: number
  /** Where the reader was, null when it is not known. */
  readonly region: string | null
  /** How often it was shown, default 0; a policy that learns from shows with their outcome needs both in one event. */
  readonly shows?: number
  /** How often it was clicked, default 0. */
  readonly clicks?: number
}

/** For whom and when. */
export interface Moment {
  readonly region: string | null
  /** Unix ms. */
  readonly now: number
}

export interface Policy {
  readonly kind: string
  readonly items: Vocabulary
  /** Counts one event, in any order of time. Throws on a row, time or count that cannot be. */
  observe(event: PolicyEvent): void
  /** Takes back an event that was observed, as if it had never been. */
  forget(event: PolicyEvent): void
  /** What is believed of the reward of each row, without exploring. */
  means(rows: Int32Array, moment: Moment): Float64Array
  /** One draw of the reward of each row: rank by it. The same generator gives the same draw. */
  draw(rows: Int32Array, moment: Moment, rng: Random): Float64Array
  /** One model file (data/model-file.ts). */
  save(): Uint8Array
}
