// Bringing a data set in: its files are found, read once, and become history files, items and signals.
// Not here: what the rows of each data set mean (formats/) and feeds (sources).
// Start at `importPath`.

import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type pg from 'pg'
import { recountSignals } from '../events/events.ts'
import { Failure, storageFailure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Scan, scan } from './bytes.ts'
import { chooseKind } from './choose-kind.ts'
import type { FileKind, Format } from './format.ts'
import { formatNamed } from './formats.ts'
import { importFile, sourceOf } from './import-file.ts'
import { type ImportRun, lockRun, notifyHistory, saveRun, selectRuns, unlockRun } from './queries.ts'
import { openRejections, type RejectedRow, type Rejections } from './rejected.ts'

export { formats } from './formats.ts'

interface ImportOptions {
  readonly format: string
  /** A file, or a folder with the files of the data set. */
  readonly path: string
  readonly signal: AbortSignal
  readonly chunkEvents?: number
  /** Unpacked bytes done and in all, of the file at hand. */
  progress?(at: { file: string; bytes: number; total: number; events: number }): void
}

interface FileResult {
  readonly file: string
  readonly holds: 'events' | 'items'
  readonly state: 'imported' | 'continued' | 'already imported' | 'cut short'
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
}

export interface ImportResult {
  readonly format: string
  readonly files: readonly FileResult[]
  /** Files of the folder that are no part of this data set. */
  readonly ignored: readonly string[]
  /** Taken from these files, now and before. */
  readonly events: number
  readonly items: number
  readonly rejected: number
  readonly reasons: Readonly<Record<string, number>>
  readonly firstRejected: readonly RejectedRow[]
  /** Where every rejected row is written down, JSON Lines. */
  readonly reports: readonly string[]
  readonly notes: readonly string[]
}

/**
 * Imports a file or a folder. Files that were imported before are not read again, and one that was interrupted, cut
 * short or has grown goes on where it stopped.
 * @throws Failure that says what to do; everything committed before stays.
 */
export async function importPath(kernel: Kernel, options: ImportOptions): Promise<ImportResult> {
  const format = formatNamed(options.format)
  const { files, ignored } = await findFiles(format, resolve(options.path))
  const done: Finished[] = []
  // The end of one file is written and its signals are counted while the next one is read.
  let counting: Promise<void> = Promise.resolve()
  try {
    for (const file of files) {
      const finished = await importOne(kernel, { ...options, file, format })
      done.push(finished)
      await counting.catch(async (cause) => {
        await finished.giveUp()
        throw cause
      })
      counting = finished.finish()
      counting.catch(() => done.length)
    }
  } finally {
    await counting
  }
  const cut = done.find((each) => each.result.state === 'cut short')
  if (cut) throw cutShort(cut)
  return sum(format, done, ignored)
}

interface Finished {
  readonly result: FileResult
  readonly rejections: Rejections
  readonly report: string
  /** Counts its signals and calls it done. */
  finish(): Promise<void>
  /** Leaves it where the last chunk ended; the same command goes on from there. */
  giveUp(): Promise<void>
}

interface Found {
  readonly path: string
  readonly kind: FileKind
}

async function findFiles(format: Format, path: string): Promise<{ files: Found[]; ignored: string[] }> {
  const found = await stat(path).catch((cause) => {
    throw storageFailure(path, 'Reading', cause)
  })
  if (!found.isDirectory()) return { files: [{ path, kind: await chooseKind(format, path) }], ignored: [] }
  const names = (await readdir(path)).sort()
  const files = format.kinds.flatMap((kind) =>
    names.filter((name) => kind.name.test(unpackedName(name))).map((name) => ({ path: join(path, name), kind })),
  )
  if (files.length === 0) {
    throw new Failure('missing', `${path} holds no file of the data set "${format.name}".`, {
      advice: `Expected: ${format.kinds.map((kind) => kind.example).join(', ')}, each also as .gz.`,
    })
  }
  files.sort((a, b) => Number(a.kind.holds === 'events') - Number(b.kind.holds === 'events'))
  const taken = new Set(files.map((file) => basename(file.path)))
  return { files, ignored: names.filter((name) => !taken.has(name)) }
}

const unpackedName = (name: string): string => name.replace(/\.gz$/, '')

type OneFile = Omit<ImportOptions, 'format'> & {
  readonly file: Found
  readonly format: Format
}

async function importOne(kernel: Kernel, one: OneFile): Promise<Finished> {
  const client = await kernel.database.pool.connect()
  try {
    return await readOne(kernel, one, client)
  } catch (cause) {
    // With the connection goes the lock on the run.
    client.release(true)
    throw cause
  }
}

async function readOne(kernel: Kernel, one: OneFile, client: pg.PoolClient): Promise<Finished> {
  const { file, format, signal } = one
  const runs = await selectRuns(client, format.name)
  const ends = runs.map((run) => run.prefixBytes)
  const scanned = await scan(file.path, ends)
  const id = runs.find((run) => scanned.prefixes.get(run.prefixBytes) === run.prefixSha256)?.id ?? scanned.sha256
  if (!(await lockRun(client, id))) throw new Failure('busy', `Another process is importing ${file.path}.`)
  const name = basename(file.path)
  const report = join(kernel.config.dataDir, 'imports', `${format.name}-${id.slice(0, 15)}.rejected.jsonl`)
  const before = (await selectRuns(client, format.name)).find((run) => run.id === id) ?? startOf(id, format, file)
  const rejections = openRejections(report, before.rows)
  const nothingNew = before.state === 'done' && before.prefixBytes === scanned.bytes
  const read = nothingNew
    ? { run: before, committed: Promise.resolve() }
    : await importFile(kernel, {
        ...{ client, path: file.path, name, kind: file.kind, scan: scanned, signal, rejections },
        ...(one.chunkEvents === undefined ? {} : { chunkEvents: one.chunkEvents }),
        run: { ...before, state: 'running', path: file.path },
        progress: (bytes, events) => one.progress?.({ file: name, bytes, total: scanned.bytes, events }),
      })
  const { rows, accepted, rejected } = read.run
  return {
    result: {
      file: name,
      holds: file.kind.holds,
      rows,
      accepted,
      rejected,
      state: stateOf(scanned, before, nothingNew),
    },
    rejections,
    report,
    async finish() {
      try {
        await read.committed
        if (!nothingNew) await close(kernel, { ...{ client, scanned, signal }, run: read.run, holds: file.kind.holds })
        await unlockRun(client, id)
        client.release()
      } catch (cause) {
        await letGo(client, id)
        throw cause
      }
    },
    async giveUp() {
      await read.committed.catch(() => id)
      await letGo(client, id)
    },
  }
}

/** The lock ends with the connection, but a moment later: the same command may come again before. */
async function letGo(client: pg.PoolClient, id: string): Promise<void> {
  await client.query('rollback').catch(() => id)
  await unlockRun(client, id).catch(() => id)
  client.release(true)
}

interface Closing {
  readonly client: pg.PoolClient
  readonly scanned: Scan
  readonly signal: AbortSignal
  readonly run: ImportRun
  readonly holds: FileKind['holds']
}

/** Counts what the file told into the signals, then calls it done; a truncated one waits for its rest. */
async function close(kernel: Kernel, { client, scanned, signal, run, holds }: Closing): Promise<void> {
  if (holds === 'events') {
    await recountSignals(kernel, { source: sourceOf(run), signal })
    await notifyHistory(client)
  }
  if (scanned.truncated) return
  const whole = { prefixBytes: scanned.bytes, prefixSha256: scanned.sha256, state: 'done' } as const
  await saveRun(client, { ...run, ...whole }, kernel.clock())
}

const startOf = (id: string, format: Format, file: Found): ImportRun => ({
  ...{ id, format: format.name, path: file.path, rows: 0, accepted: 0, rejected: 0 },
  ...{ state: 'running', prefixBytes: 0, prefixSha256: '' },
})

function stateOf(scanned: Scan, before: ImportRun, nothingNew: boolean): FileResult['state'] {
  if (nothingNew) return 'already imported'
  if (scanned.truncated) return 'cut short'
  return before.rows > 0 ? 'continued' : 'imported'
}

function cutShort({ result }: Finished): Failure {
  return new Failure(
    'data',
    `${result.file} is truncated: its gzip stream ends in the middle. ${result.accepted} ${result.holds} before that are kept.`,
    {
      advice: 'Get the whole file and run the same command again: it goes on from there.',
    },
  )
}

function sum(format: Format, done: readonly Finished[], ignored: readonly string[]): ImportResult {
  const reasons: Record<string, number> = {}
  for (const { rejections } of done)
    for (const [reason, count] of rejections.reasons) reasons[reason] = (reasons[reason] ?? 0) + count
  const total = (holds: FileResult['holds']): number =>
    done.reduce((sum, { result }) => sum + (result.holds === holds ? result.accepted : 0), 0)
  return {
    format: format.name,
    files: done.map(({ result }) => result),
    ignored,
    events: total('events'),
    items: total('items'),
    rejected: done.reduce((sum, { result }) => sum + result.rejected, 0),
    reasons,
    firstRejected: done.flatMap(({ rejections }) => rejections.first).slice(0, 10),
    reports: done.filter(({ rejections }) => rejections.count > 0).map(({ report }) => report),
    notes: format.notes,
  }
}
