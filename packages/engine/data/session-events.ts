import type { Interactions } from './interactions.ts'
import type { SessionEvent } from './open-sessions.ts'

/** The interactions as clicks in order of time, each reader a session; equal times by reader, then as the reader's history. */
export function* sessionEvents(interactions: Interactions): Generator<SessionEvent> {
  const { indptr, items, at, readerIds } = interactions
  const reader = new Int32Array(items.length)
  for (let r = 0; r < readerIds.size; r++) reader.fill(r, indptr[r]!, indptr[r + 1]!)
  const order = Int32Array.from(items.keys()).sort((a, b) => at[a]! - at[b]! || a - b)
  for (const k of order) yield { session: readerIds.id(reader[k]!), row: items[k]!, at: at[k]! }
}
