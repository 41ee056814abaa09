// One event as it is stored and handed on: whose it is and when it arrived are settled here.
import type { EventKind } from '@lectern/protocol/events/events.ts'

export type { EventKind }

export interface StoredEvent {
  /** Lower-case UUID chosen by the sender. */
  readonly id: string
  readonly reader: string
  /** An item's id; of a follow or block `section:` and the section's name. */
  readonly item: string
  readonly kind: EventKind
  readonly surface: string | null
  readonly slate: string | null
  readonly slot: number | null
  readonly dwellMs: number | null
  /** Share of the item read, 0 to 1. */
  readonly fraction: number | null
  /** false takes an earlier event of this kind back. */
  readonly on: boolean
  /** Target of a hide, reason of a report. */
  readonly detail: string | null
  /** When it happened, Unix milliseconds. */
  readonly at: number
  readonly receivedAt: number
  /** ISO 3166; null when the sender did not tell. */
  readonly region: string | null
}
