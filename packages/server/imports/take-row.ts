// One row: read as its data set says, checked as every event is, and put out or rejected with its reason.
import type { FileKind, ImportedEvent, Output, RowReader } from './format.ts'
import type { ItemsInPassing } from './items-in-passing.ts'
import type { Row } from './records.ts'
import { maxEventsPerRow, type Staging } from './staging.ts'

const firstAt = Date.UTC(1995, 0, 1)

interface Taker extends Output {
  /** The events of the current row. */
  readonly pending: ImportedEvent[]
  now: number
  muted: boolean
  keep(row: number): void
}

export function openTaker(to: { staging: Staging; items: ItemsInPassing; now: number }): Taker {
  const pending: ImportedEvent[] = []
  return {
    pending,
    now: to.now,
    muted: false,
    event(event) {
      pending.push(event)
    },
    item(item) {
      if (!this.muted) to.items.described(item)
    },
    keep(row) {
      for (const [ordinal, event] of pending.entries()) {
        to.items.named(event.item, event.title)
        to.staging.add({ ...event, at: Math.round(event.at) }, row, ordinal)
      }
    },
  }
}

/** Puts one row out, or answers why not. A muted row only lets the reader remember it. */
export function takeRow(
  each: Row,
  to: {
    reader: RowReader
    width: number
    taker: Taker
    row: number
    muted: boolean
    kind: FileKind
  },
): string | null {
  const { reader, taker, row } = to
  if ('broken' in each) return each.broken
  const { length } = each.cells
  const exact = to.kind.layout.quoted
  if (exact ? length !== to.width : length < to.width) {
    return exact ? 'the row has not as many cells as the header' : 'the row has too few cells'
  }
  if (!each.cells.every(isText)) return 'a cell contains U+0000 or half of a surrogate pair, which cannot be stored'
  taker.muted = to.muted
  taker.pending.length = 0
  const problem = reader(each.cells, taker, row) ?? problemOf(taker.pending, taker.now)
  if (problem === null && !to.muted) taker.keep(row)
  return problem
}

function problemOf(events: readonly ImportedEvent[], now: number): string | null {
  if (events.length > maxEventsPerRow) return `the row holds more than ${maxEventsPerRow} events`
  for (const { at, reader, item } of events) {
    if (!Number.isFinite(at)) return 'the time is missing or not a time'
    if (at > now) return 'the time is in the future'
    if (at < firstAt) return 'the time is before 1995'
    if (reader.length > 128 || item.length > 256) return 'a reader id has at most 128 characters, an item id 256'
  }
  return null
}

/** What the database can hold. */
const isText = (cell: string): boolean => !cell.includes('\0') && cell.isWellFormed()
