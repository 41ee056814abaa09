// One consistent view of the whole log: the listed files and the rows that are not in a file yet, each event once.
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Kernel } from '../kernel/kernel.ts'
import { copyToFile } from './copy.ts'
import { columnList, fromCsv, list } from './duck.ts'
import { withConnection } from './locks.ts'
import { copyEventsSql, type HistoryFile, selectHistoryFiles } from './queries.ts'

export interface LogView {
  /** By day, then path. A listed file stays. */
  readonly files: readonly HistoryFile[]
  /** DuckDB SQL for the rows of these files and, of those that are in no file yet, the ones `hot` (SQL) selects. */
  rows(files: readonly HistoryFile[], hot: string): string
}

/** Takes the view in one transaction. The rows without a file become table `hot` of this DuckDB connection. */
export async function takeView(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  duck: DuckDBConnection,
  scratch: string,
): Promise<LogView> {
  const csv = join(scratch, 'hot.csv')
  const { files, bytes } = await withConnection(kernel, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const listed = await selectHistoryFiles(client)
    const copied = await copyToFile(client, copyEventsSql, csv)
    await client.query('commit')
    return { files: listed, bytes: copied }
  })
  await duck.run(`create temporary table hot as select * from ${fromCsv(csv)} ${bytes === 0 ? 'limit 0' : ''}`)
  return {
    files,
    rows(chosen, hot) {
      const fromHot = `select ${columnList} from hot where ${hot}`
      if (chosen.length === 0) return `(${fromHot})`
      const paths = list(chosen.map((file) => kernel.blobs.path(file.path)))
      // By name: older files lack the younger columns, which are null there.
      return `(select ${columnList} from (
        select * from read_parquet(${paths}, hive_partitioning = false, union_by_name = true) union all by name ${fromHot}))`
    },
  }
}
