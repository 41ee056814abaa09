// Imported events on their way into the log: lines of a CSV in the columns of the history files, on disk.
import { closeSync, openSync, writeSync } from 'node:fs'
import type { ImportedEvent } from './format.ts'

const flushChars = 1 << 20
const dayMs = 86_400_000
/** Ordinals within a row have three hex digits of the event's id. */
export const maxEventsPerRow = 4096

export interface Staging {
  readonly rows: number
  /** How many days the events lie on: each becomes a file. */
  readonly days: number
  add(event: ImportedEvent, row: number, ordinal: number): void
  /** Everything is in the file. */
  close(): void
}

/** `run` is the hex id of the import; with row and ordinal it makes the same event id each time. */
export function openStaging(path: string, options: { readonly run: string; readonly receivedAt: number }): Staging {
  const { run, receivedAt } = options
  const file = openSync(path, 'w')
  const days = new Set<number>()
  let text = ''
  let rows = 0
  const flush = (): void => {
    writeSync(file, text)
    text = ''
  }
  return {
    get rows() {
      return rows
    },
    get days() {
      return days.size
    },
    add(event, row, ordinal) {
      const { reader, item, kind, surface, slot, dwellMs, fraction, on = true, detail, at } = event
      const head = `${importedId(run, row, ordinal)},${quote(reader)},${quote(item)},${kind},${surface ? quote(surface) : ''},,`
      const middle = `${slot ?? ''},${dwellMs ?? ''},${fraction ?? ''},${on},${detail ? quote(detail) : ''}`
      text += `${head}${middle},${at},${receivedAt},\n`
      days.add(Math.floor(at / dayMs))
      rows += 1
      if (text.length > flushChars) flush()
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}

const quote = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** A UUID (version 8) of 60 bits of the import's hash, the ordinal, and the row. */
function importedId(run: string, row: number, ordinal: number): string {
  const place = ordinal.toString(16).padStart(3, '0')
  return `${run.slice(0, 8)}-${run.slice(8, 12)}-8${run.slice(12, 15)}-8${place}-${row.toString(16).padStart(12, '0')}`
}
