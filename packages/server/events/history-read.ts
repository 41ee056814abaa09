// Reading the log: batches of columns in order of time, the days of one bundle sorted at once.
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Kernel } from '../kernel/kernel.ts'
import { holdScratch, list, openDuck } from './duck.ts'
import type { EventKind } from './event.ts'
import type { HistoryBatch, HistoryQuery } from './history.ts'
import { type LogView, takeView } from './log-view.ts'
import type { HistoryFile } from './queries.ts'

type Reach = Pick<Kernel, 'database' | 'blobs'>
/** Sorted together: more rows than this only when one day has more. */
const bundleRows = 1_000_000

/** Each event of the log exactly once, in order of `at`, then id, in bounded memory. */
export async function* readLog(kernel: Reach, query: HistoryQuery): AsyncGenerator<HistoryBatch> {
  // A generator cannot live in a callback: the scratch folder is held open until the reader is done.
  const held = await holdScratch(kernel)
  const { duck, close } = await openDuck(held.folder)
  try {
    const view = await takeView(kernel, duck, held.folder)
    for (const bundle of bundlesOf(view, query)) yield* readBundle(duck, view, { bundle, query })
  } finally {
    close()
    await held.drop()
  }
}

interface Bundle {
  readonly files: readonly HistoryFile[]
  /** Unix milliseconds; the bundle holds every event from here on … */
  readonly from: number
  /** … up to here, exclusive. */
  readonly to: number
}

/** Whole days, so that sorting each bundle sorts the log. The first and the last reach to the ends of time. */
function bundlesOf(view: LogView, { since, until }: HistoryQuery): Bundle[] {
  const files = view.files.filter((file) => file.maxAt >= (since ?? -Infinity) && file.minAt < (until ?? Infinity))
  const bundles: { files: HistoryFile[]; from: number; to: number }[] = [{ files: [], from: -Infinity, to: Infinity }]
  let rows = 0
  for (const file of files) {
    const last = bundles.at(-1) as (typeof bundles)[number]
    if (rows + file.rows > bundleRows && last.files.length > 0 && last.files.at(-1)?.day !== file.day) {
      last.to = Date.parse(file.day)
      bundles.push({ files: [file], from: last.to, to: Infinity })
      rows = file.rows
    } else {
      last.files.push(file)
      rows += file.rows
    }
  }
  return bundles
}

async function* readBundle(
  duck: DuckDBConnection,
  view: LogView,
  { bundle, query }: { bundle: Bundle; query: HistoryQuery },
): AsyncGenerator<HistoryBatch> {
  const result = await duck.stream(
    `select reader, item, kind, "at"::double, "on", dwell_ms::double, fraction, surface, slate::varchar, slot, detail, region
       ${query.ids ? ', id::varchar, received_at::double' : ''}
     from ${view.rows(bundle.files, within(bundle.from, bundle.to))}
     where ${within(query.since ?? -Infinity, query.until ?? Infinity)}
       ${query.kinds ? `and list_contains(${list(query.kinds)}::varchar[], kind)` : ''}
     order by "at", id`,
  )
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    yield toBatch(chunk)
  }
}

function within(from: number, to: number): string {
  const bounds = ['true']
  if (from !== -Infinity) bounds.push(`"at" >= ${Math.ceil(from)}`)
  if (to !== Infinity) bounds.push(`"at" < ${Math.ceil(to)}`)
  return bounds.join(' and ')
}

function toBatch(chunk: DuckDBDataChunk): HistoryBatch {
  const column = (index: number) => chunk.getColumnValues(index)
  const texts = (index: number) => column(index) as (string | null)[]
  const numbers = (index: number, missing: number) => column(index).map((value) => (value as number | null) ?? missing)
  return {
    size: chunk.rowCount,
    reader: texts(0) as string[],
    item: texts(1) as string[],
    kind: texts(2) as EventKind[],
    at: Float64Array.from(column(3) as number[]),
    on: Uint8Array.from(column(4) as unknown as number[]),
    dwellMs: Float64Array.from(numbers(5, Number.NaN)),
    fraction: Float32Array.from(numbers(6, Number.NaN)),
    surface: texts(7),
    slate: texts(8),
    slot: Int32Array.from(numbers(9, -1)),
    detail: texts(10),
    region: texts(11),
    id: chunk.columnCount > 12 ? (texts(12) as string[]) : [],
    receivedAt: Float64Array.from(chunk.columnCount > 12 ? numbers(13, 0) : []),
  }
}
