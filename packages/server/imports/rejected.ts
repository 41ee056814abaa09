// Rows that were not taken, with line and reason: as JSON Lines in the data folder, and counted for the screen.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const shownRows = 10
const bufferedRows = 1000

export interface RejectedRow {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** How many rows of the file came before it. */
  readonly row: number
  readonly reason: string
}

export interface Rejections {
  readonly count: number
  readonly reasons: ReadonlyMap<string, number>
  /** The first few. */
  readonly first: readonly RejectedRow[]
  add(row: RejectedRow): void
  /** Everything so far is in the file. */
  flush(): void
}

/** Continues the report at `path` after `rowsDone` rows: later ones were written by a run that did not commit them. */
export function openRejections(path: string, rowsDone: number): Rejections {
  const reasons = new Map<string, number>()
  const first: RejectedRow[] = []
  let count = 0
  let waiting: RejectedRow[] = []
  const note = (row: RejectedRow): void => {
    count += 1
    reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1)
    if (first.length < shownRows) first.push(row)
  }
  const lines = (rows: readonly RejectedRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const flush = (): void => {
    if (waiting.length === 0) return
    mkdirSync(dirname(path), { recursive: true })
    appendFileSync(path, lines(waiting))
    waiting = []
  }
  const earlier = readReport(path)
  if (earlier.length > 0) {
    const kept = earlier.filter((row) => row.row <= rowsDone)
    for (const row of kept) note(row)
    writeFileSync(path, lines(kept))
  }
  return {
    get count() {
      return count
    },
    reasons,
    first,
    add(row) {
      note(row)
      waiting.push(row)
      if (waiting.length >= bufferedRows) flush()
    },
    flush,
  }
}

function readReport(path: string): RejectedRow[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
  // A killed process may have left half a line at the end.
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
  return whole.map((line) => JSON.parse(line) as RejectedRow)
}
