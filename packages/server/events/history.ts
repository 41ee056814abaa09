// The whole log, hot and cold, as readers of it see it: in columns, in order of time, each event once. The cold part is
// Parquet under files/history/day=YYYY-MM-DD/ (UTC day of `at`), listed in table history_file.
// Not here: writing (roll.ts, history-write.ts). Start at `readHistory`.
import { stat } from 'node:fs/promises'
import type { Kernel } from '../kernel/kernel.ts'
import { withDuck, withScratch } from './duck.ts'
import type { EventKind } from './event.ts'
import { readLog } from './history-read.ts'
import { hashFile } from './history-write.ts'
import { takeView } from './log-view.ts'
import { selectHistoryFiles } from './queries.ts'

/** Rows in columns; each holds `size` values. */
export interface HistoryBatch {
  readonly size: number
  readonly reader: readonly string[]
  readonly item: readonly string[]
  readonly kind: readonly EventKind[]
  /** Unix milliseconds. */
  readonly at: Float64Array
  /** 1, or 0 when the event takes an earlier one back. */
  readonly on: Uint8Array
  /** NaN when unknown. */
  readonly dwellMs: Float64Array
  /** NaN when unknown. */
  readonly fraction: Float32Array
  readonly surface: readonly (string | null)[]
  readonly slate: readonly (string | null)[]
  /** −1 when unknown. */
  readonly slot: Int32Array
  readonly detail: readonly (string | null)[]
  readonly region: readonly (string | null)[]
  /** Empty unless asked for, like `receivedAt`. */
  readonly id: readonly string[]
  readonly receivedAt: Float64Array
}

export interface HistoryQuery {
  /** From this time on, Unix milliseconds, inclusive. */
  readonly since?: number
  /** Before this time, Unix milliseconds, exclusive. */
  readonly until?: number
  readonly kinds?: readonly EventKind[]
  /** Also the ids and times of arrival, to tell a batch from what a feed hands over meanwhile. */
  readonly ids?: boolean
}

interface HistorySummary {
  readonly events: number
  readonly readers: number
  readonly items: number
  /** Unix milliseconds; null in an empty log. */
  readonly firstAt: number | null
  readonly lastAt: number | null
}

type Reach = Pick<Kernel, 'database' | 'blobs'>

/**
 * Each event of the log exactly once, oldest first (ties by id), as it was when reading began; a batch holds at most
 * a few thousand rows, and memory stays bounded however long the log is.
 */
export function readHistory(kernel: Reach, query: HistoryQuery = {}): AsyncIterable<HistoryBatch> {
  return readLog(kernel, query)
}

export async function historySummary(kernel: Reach): Promise<HistorySummary> {
  return withScratch(kernel, (scratch) =>
    withDuck(scratch, async (duck) => {
      const view = await takeView(kernel, duck, scratch)
      const found = await duck.runAndReadAll(
        `select count(*)::double, count(distinct reader)::double, count(distinct item)::double, min("at")::double,
           max("at")::double from ${view.rows(view.files, 'true')}`,
      )
      const [events, readers, items, firstAt, lastAt] = found.getRows()[0] as (number | null)[]
      return {
        events: events ?? 0,
        readers: readers ?? 0,
        items: items ?? 0,
        firstAt: firstAt ?? null,
        lastAt: lastAt ?? null,
      }
    }),
  )
}

/** Compares every listed file with its size and SHA-256. `broken` holds the names of those missing or changed. */
export async function checkHistoryFiles(kernel: Reach): Promise<{ files: number; broken: string[] }> {
  const listed = await selectHistoryFiles(kernel.database.pool)
  const broken: string[] = []
  for (const file of listed) {
    const path = kernel.blobs.path(file.path)
    const bytes = await stat(path).then(
      (found) => found.size,
      () => -1,
    )
    if (bytes !== file.bytes || (await hashFile(path)) !== file.sha256) broken.push(file.path)
  }
  return { files: listed.length, broken }
}
