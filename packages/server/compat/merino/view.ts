// What is read of the recommender: the catalogue with its cards and what is known of it, as they are now.
import type { ReaderPast } from '../../recommend/reader-memory.ts'
import type { ServingState } from '../../recommend/recommend.ts'

export type View = Pick<ServingState, 'served' | 'pipeline'> &
  Partial<Pick<ServingState, 'model' | 'sections' | 'priorities'>>

/** null: nothing could be loaded yet. */
export interface Views {
  view(): View | null
  /** What a reader did; never fails. Nothing is known of anybody where it is left out. */
  past?(reader: string): Promise<ReaderPast>
  /** Calls when something was taken down, and waits. */
  onWithdrawal?(told: () => Promise<void>): void
}
