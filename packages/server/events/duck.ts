// DuckDB for the history files: opened for one piece of work, with a small memory and its overflow in a folder of ours.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { isAlive } from '../kernel/alive.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'

const settings = {
  threads: '2',
  memory_limit: '512MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

/** Columns of the log as DuckDB types, in the order of its files. */
const columnTypes = {
  id: 'UUID',
  reader: 'VARCHAR',
  item: 'VARCHAR',
  kind: 'VARCHAR',
  surface: 'VARCHAR',
  slate: 'UUID',
  slot: 'INTEGER',
  dwell_ms: 'INTEGER',
  fraction: 'FLOAT',
  on: 'BOOLEAN',
  detail: 'VARCHAR',
  at: 'BIGINT',
  received_at: 'BIGINT',
  region: 'VARCHAR',
} as const

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
export const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`
export const columnList = Object.keys(columnTypes)
  .map((name) => `"${name}"`)
  .join(', ')

/** Rows of the log that lie in a CSV file without a header: unquoted empty is null. */
export function fromCsv(path: string): string {
  const types = Object.entries(columnTypes).map(([name, type]) => `'${name}': '${type}'`)
  return `read_csv(${text(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
    new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, columns = {${types.join(', ')}})`
}

/** A scratch folder beside the history files, on the same file system, until `drop`. */
export async function holdScratch(kernel: Pick<Kernel, 'blobs'>): Promise<{ folder: string; drop(): Promise<void> }> {
  const parent = kernel.blobs.path('scratch')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, `${process.pid}-`))
  return { folder, drop: () => rm(folder, { recursive: true, force: true }) }
}

/** Works in a scratch folder that is gone afterwards. */
export async function withScratch<T>(kernel: Pick<Kernel, 'blobs'>, work: (folder: string) => Promise<T>): Promise<T> {
  const { folder, drop } = await holdScratch(kernel)
  try {
    return await work(folder)
  } finally {
    await drop()
  }
}

/** Removes the scratch folders of processes that are gone. */
export async function sweepScratch(kernel: Pick<Kernel, 'blobs'>): Promise<void> {
  const parent = kernel.blobs.path('scratch')
  const names = await readdir(parent).catch(() => [])
  const dead = names.filter((name) => !isAlive(Number(name.split('-')[0])))
  await Promise.all(dead.map((name) => rm(join(parent, name), { recursive: true, force: true })))
}

/** A connection to an empty database in memory. Close it with `close`. */
export async function openDuck(scratch: string): Promise<{ duck: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { ...settings, temp_directory: join(scratch, 'duck') })
  const duck = await instance.connect()
  return {
    duck,
    close() {
      duck.closeSync()
      instance.closeSync()
    },
  }
}

export async function withDuck<T>(scratch: string, work: (duck: DuckDBConnection) => Promise<T>): Promise<T> {
  const { duck, close } = await openDuck(scratch)
  try {
    return await work(duck)
  } catch (cause) {
    if (/No space left/.test(String(cause)))
      throw new Failure('storage', `The disk of ${scratch} is full.`, {
        advice: 'Free some space and run it again; nothing acknowledged is lost.',
        cause,
      })
    throw cause
  } finally {
    close()
  }
}
