// One file of a data set: read once, in chunks; each chunk becomes history files and progress in one transaction, so
// that a run that ends anywhere goes on where the last chunk ended.
import { createHash, type Hash } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { appendCsv, holdScratch, inTransaction } from '../events/events.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Scan, unpackedBytes } from './bytes.ts'
import type { FileKind, RowReader } from './format.ts'
import { type ItemsInPassing, openItems } from './items-in-passing.ts'
import { type ImportRun, saveRun } from './queries.ts'
import { readBlocks } from './records.ts'
import type { Rejections } from './rejected.ts'
import { openStaging, type Staging } from './staging.ts'
import { openTaker, takeRow } from './take-row.ts'

const eventsPerChunk = 500_000
/** Sparse data has a file per day and chunk: the chunk grows with its days. */
const daysPerChunk = 200
const mostChunks = 8

interface FileImport {
  readonly client: pg.PoolClient
  readonly path: string
  readonly name: string
  readonly kind: FileKind
  readonly scan: Scan
  /** Where it stands; `rows` 0 at the beginning. */
  readonly run: ImportRun
  readonly rejections: Rejections
  readonly signal: AbortSignal
  /** Events after which a chunk is committed. */
  readonly chunkEvents?: number
  progress(bytes: number, events: number): void
}

export const sourceOf = (run: Pick<ImportRun, 'format' | 'id'>): string => `import-${run.format}-${run.id.slice(0, 15)}`

/**
 * Reads what is not done yet. Answers where it stands when all of it is read; the last chunk may still be on its way:
 * `committed` tells when it arrived. `state` stays 'running'.
 * @throws Failure 'interrupted' after what was read is committed.
 */
export async function importFile(
  kernel: Kernel,
  file: FileImport,
): Promise<{ readonly run: ImportRun; readonly committed: Promise<void> }> {
  const items = openItems(kernel, `import:${file.run.format}`)
  const rows = openRows(file, items)
  let run = file.run
  let committed: Promise<void> = Promise.resolve()
  do {
    const { folder, drop } = await holdScratch(kernel)
    try {
      const csv = join(folder, 'events.csv')
      const staging = openStaging(csv, { run: run.id, receivedAt: kernel.clock() })
      const described = await rows.readChunk(staging, { now: kernel.clock(), run }).finally(() => staging.close())
      run = rows.standing({ ...run, accepted: run.accepted + staging.rows + described })
      // One chunk is written while the next is read.
      await committed
      committed = commit(kernel, { ...{ file, items, csv, folder, run }, rows: staging.rows }).finally(drop)
    } catch (cause) {
      await drop()
      await committed
      throw cause
    }
    committed.catch(() => run)
  } while (!rows.ended && !file.signal.aborted)
  if (rows.ended) return { run, committed }
  await committed
  throw interrupted(run)
}

interface Rows {
  readonly ended: boolean
  /** Answers how many items were described. */
  readChunk(staging: Staging, from: { now: number; run: ImportRun }): Promise<number>
  /** The run as it stands after the rows read so far. */
  standing(run: ImportRun): ImportRun
}

function openRows(file: FileImport, items: ItemsInPassing): Rows {
  const { kind, signal, rejections } = file
  const hash = createHash('sha256')
  const columns = [...kind.columns, ...(kind.optional ?? [])]
  const reading = { layout: kind.layout, columns, truncated: file.scan.truncated }
  const blocks = readBlocks(unpackedBytes(file.path), reading)
  const named = kind.layout.header && kind.layout.delimiter !== 'jsonl'
  let reader: RowReader | null = named ? null : kind.open((name) => columns.indexOf(name))
  let width = named ? 0 : kind.columns.length
  let [row, bytes] = [0, 0]
  let ended = false
  const header = ({ cells }: { readonly cells: readonly string[] }): void => {
    reader = kind.open(placeOf(cells, file))
    width = cells.length
  }
  return {
    get ended() {
      return ended
    },
    async readChunk(staging, { now, run }) {
      const taker = openTaker({ staging, items, now })
      let described = 0
      while (!ended && !signal.aborted && !items.full && !isFull(staging, file.chunkEvents ?? eventsPerChunk)) {
        const { done, value: block } = await blocks.next()
        if (done) {
          ended = true
          if (reader === null) placeOf([], file)
          break
        }
        hash.update(block.bytes)
        bytes += block.bytes.length
        for (const each of block.rows) {
          if (reader === null) {
            header('cells' in each ? each : { cells: [] })
            continue
          }
          row += 1
          const muted = row <= run.rows
          const problem = takeRow(each, { reader, width, taker, row, muted, kind })
          if (muted) continue
          if (problem !== null) rejections.add({ file: file.name, line: each.line, row, reason: problem })
          else if (kind.holds === 'items') described += 1
        }
        file.progress(bytes, run.accepted + staging.rows)
      }
      rejections.flush()
      return described
    },
    standing(run) {
      // An interrupted repeat has not come as far as the run before it.
      if (row < run.rows) return run
      return { ...run, rows: row, rejected: rejections.count, ...prefixOf(hash, bytes) }
    },
  }
}

const prefixOf = (hash: Hash, bytes: number) => ({ prefixBytes: bytes, prefixSha256: hash.copy().digest('hex') })

const isFull = (staging: Staging, chunkEvents: number): boolean =>
  staging.rows >= chunkEvents * Math.min(mostChunks, Math.max(1, staging.days / daysPerChunk))

interface Chunk {
  readonly file: FileImport
  readonly items: ItemsInPassing
  readonly csv: string
  readonly folder: string
  readonly run: ImportRun
  readonly rows: number
}

async function commit(kernel: Kernel, { file, items, csv, folder, run, rows }: Chunk): Promise<void> {
  const { client } = file
  await items.store()
  const within = (): Promise<void> => saveRun(client, run, kernel.clock())
  if (rows === 0) await inTransaction(client, within)
  else await appendCsv(kernel, csv, { client, scratch: folder, source: sourceOf(run), within })
}

/** Where each column is. @throws Failure 'data' naming what is missing, what was found and what was expected. */
export function placeOf(names: readonly string[], file: Pick<FileImport, 'name' | 'kind'>): (column: string) => number {
  const missing = file.kind.columns.filter((column) => !names.includes(column))
  if (missing.length === 0) return (column) => names.indexOf(column)
  const found = names.length === 0 ? 'an empty file' : names.join(', ')
  throw new Failure(
    'data',
    `${file.name}: ${missing.map((each) => `column "${each}"`).join(', ')} missing. Found: ${found}.`,
    {
      advice: `Expected: ${file.kind.columns.join(', ')}.`,
    },
  )
}

function interrupted(run: ImportRun): Failure {
  return new Failure('interrupted', `Interrupted after ${run.rows} rows of ${run.path}; they are kept.`, {
    advice: 'Run the same command again to go on from there.',
  })
}
