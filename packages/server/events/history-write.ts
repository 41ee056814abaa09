// New history files: written aside, flushed, renamed into place, and then listed in the transaction that makes them
// count. A file that was never listed is not part of the log.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { publishFile } from '../kernel/blobs/blobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { columnList, fromCsv, text, withDuck } from './duck.ts'
import { historyLock, inTransaction, whenFree, withSharedLock } from './locks.ts'
import { type HistoryFile, insertHistoryFiles, selectHistoryFiles } from './queries.ts'

export type WriteStep = 'written' | 'published' | 'listed' | 'moved' | 'committed'

interface Appending {
  readonly client: pg.PoolClient
  /** A folder for what is half done, on the file system of the history files. */
  readonly scratch: string
  readonly source: string
  /** What must become true together with the new files. */
  within(): Promise<void>
  /** Called after each step; a test throws here to crash there. */
  at?(step: WriteStep): void
}

type Files = Pick<Kernel, 'blobs' | 'chance' | 'clock'>

/** Makes the rows of a CSV part of the log, or nothing of them. Answers the files it listed. */
export async function appendCsv(kernel: Files, csv: string, options: Appending): Promise<HistoryFile[]> {
  const { client, source, at = () => source } = options
  const written = await writeParquet(csv, join(options.scratch, 'parquet'))
  at('written')
  return withSharedLock(client, historyLock, async () => {
    const files = await publish(kernel, written, source)
    at('published')
    await inTransaction(client, async () => {
      await insertHistoryFiles(client, files, kernel.clock())
      at('listed')
      await options.within()
      at('moved')
    })
    at('committed')
    return files
  })
}

interface Written {
  readonly aside: string
  readonly day: string
  readonly rows: number
  readonly minAt: number
  readonly maxAt: number
}

async function writeParquet(csv: string, folder: string): Promise<Written[]> {
  return withDuck(dirname(folder), async (duck) => {
    await duck.run('set threads = 1')
    await duck.run(
      `copy (select ${columnList}, strftime(epoch_ms("at"), '%Y-%m-%d') as day from ${fromCsv(csv)} order by day, "at", id)
       to ${text(folder)} (format parquet, compression zstd, partition_by (day), overwrite_or_ignore)`,
    )
    const found = await duck.runAndReadAll(
      `select filename, count(*)::double, min("at")::double, max("at")::double
       from read_parquet(${text(`${folder}/*/*.parquet`)}, filename = true, hive_partitioning = false)
       group by filename order by filename`,
    )
    return found.getRows().map(([filename, rows, minAt, maxAt]) => ({
      aside: String(filename),
      day: basename(dirname(String(filename))).slice('day='.length),
      rows: Number(rows),
      minAt: Number(minAt),
      maxAt: Number(maxAt),
    }))
  })
}

async function publish(kernel: Files, written: readonly Written[], source: string): Promise<HistoryFile[]> {
  const files: HistoryFile[] = []
  const name = source.replace(/[^a-z0-9-]/gi, '-').slice(0, 60)
  for (const { aside, ...told } of written) {
    const path = `history/day=${told.day}/${name}-${kernel.chance.uuid()}.parquet`
    const target = kernel.blobs.path(path)
    await makeFolder(dirname(target))
    const { size } = await stat(aside)
    const sha256 = await hashFile(aside)
    await publishFile(aside, target)
    files.push({ ...told, path, source, bytes: size, sha256 })
  }
  return files
}

/** A new folder survives a power cut only when the one above was flushed. */
async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true })
  if (made === undefined) return
  const above = await open(dirname(path), 'r')
  await above.sync().finally(() => above.close())
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/**
 * Removes files that a killed process published and never listed. Nothing while somebody writes; and nothing when no
 * file at all is listed: a lost database must not cost the files as well.
 */
export async function sweepUnlisted(kernel: Pick<Kernel, 'blobs'>, client: pg.PoolClient): Promise<number> {
  const swept = await whenFree(client, historyLock, async () => {
    const root = kernel.blobs.path('history')
    const listed = new Set((await selectHistoryFiles(client)).map((file) => kernel.blobs.path(file.path)))
    if (listed.size === 0) return 0
    const names = await readdir(root, { recursive: true }).catch(() => [])
    const orphans = names.filter((name) => name.endsWith('.parquet')).map((name) => join(root, name))
    const unlisted = orphans.filter((path) => !listed.has(path) && !relative(root, path).startsWith('..'))
    await Promise.all(unlisted.map((path) => rm(path, { force: true })))
    return unlisted.length
  })
  return swept ?? 0
}
