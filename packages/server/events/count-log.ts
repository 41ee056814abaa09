// Counting over the log where a stream of it would be too much: the rows of a time as a table of DuckDB, beside tables that
// the caller fills. What comes out is for the caller to keep anonymous.
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Kernel } from '../kernel/kernel.ts'
import { list, withDuck, withScratch } from './duck.ts'
import type { EventKind } from './event.ts'
import { takeView } from './log-view.ts'

type Cell = string | number | null

export interface LogTables {
  /** Makes a table of these columns (name and DuckDB type) and rows. */
  fill(name: string, columns: Readonly<Record<string, string>>, rows: Iterable<readonly Cell[]>): Promise<void>
  run(sql: string): Promise<void>
  /** One object per row. Counts come as numbers, whatever their width. */
  rows<Row>(sql: string): Promise<Row[]>
}

/**
 * Table `act` holds the events of these kinds from `since` on and before `until`, Unix ms, with reader, item, kind, surface,
 * slate, slot, on and at; it is gone afterwards.
 */
export async function countLog<T>(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  of: { readonly since: number; readonly until: number; readonly kinds: readonly EventKind[] },
  work: (tables: LogTables) => Promise<T>,
): Promise<T> {
  return await withScratch(kernel, (scratch) =>
    withDuck(scratch, async (duck) => {
      const view = await takeView(kernel, duck, scratch)
      const files = view.files.filter((file) => file.maxAt >= of.since && file.minAt < of.until)
      await duck.run(
        `create temporary table act as select reader, item, kind, surface, slate, slot, "on", "at" from ${view.rows(files, 'true')}
         where "at" >= ${Math.ceil(of.since)} and "at" < ${Math.ceil(of.until)}
           and list_contains(${list(of.kinds)}::varchar[], kind)`,
      )
      return await work(tablesOf(duck))
    }),
  )
}

const tablesOf = (duck: DuckDBConnection): LogTables => ({
  async fill(name, columns, rows) {
    const declared = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`)
    await duck.run(`create table ${name} (${declared.join(', ')})`)
    const appender = await duck.createAppender(name)
    const types = Object.values(columns)
    for (const row of rows) {
      for (const [k, cell] of row.entries()) {
        if (cell === null) appender.appendNull()
        else if (types[k] === 'BIGINT') appender.appendBigInt(BigInt(cell))
        else if (types[k] === 'DOUBLE') appender.appendDouble(Number(cell))
        else appender.appendVarchar(String(cell))
      }
      appender.endRow()
    }
    appender.closeSync()
  },
  async run(sql) {
    await duck.run(sql)
  },
  async rows<Row>(sql: string) {
    const found = await duck.runAndReadAll(sql)
    return found.getRowObjects().map((row) => {
      const plain = Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? Number(value) : value,
      ])
      return Object.fromEntries(plain) as Row
    })
  },
})
