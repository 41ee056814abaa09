// All SQL of table `import_run`.
import type pg from 'pg'

export interface ImportRun {
  /** Hex, from the format and the first import's bytes. */
  readonly id: string
  readonly format: string
  readonly path: string
  /** Rows that are done, the rejected ones included. */
  readonly rows: number
  /** Events or items that were taken. */
  readonly accepted: number
  readonly rejected: number
  readonly state: 'running' | 'done'
  /** The unpacked bytes that are done, and their SHA-256. */
  readonly prefixBytes: number
  readonly prefixSha256: string
}

const columns = `id, format, path, lines_done as rows, accepted, rejected, state, prefix_bytes as "prefixBytes",
  prefix_sha256 as "prefixSha256"`

export async function selectRuns(client: pg.ClientBase, format: string): Promise<ImportRun[]> {
  const text = `select ${columns} from import_run where format = $1 order by prefix_bytes desc, id`
  return (await client.query<ImportRun>(text, [format])).rows
}

export async function saveRun(client: pg.ClientBase, run: ImportRun, now: number): Promise<void> {
  await client.query(
    `insert into import_run (id, format, path, bytes, lines_done, accepted, rejected, state, prefix_bytes, prefix_sha256,
       started_at, updated_at)
     values ($1, $2, $3, $8, $4, $5, $6, $7, $8, $9, $10, $10)
     on conflict (id) do update set path = excluded.path, bytes = excluded.bytes, lines_done = excluded.lines_done,
       accepted = excluded.accepted, rejected = excluded.rejected, state = excluded.state,
       prefix_bytes = excluded.prefix_bytes, prefix_sha256 = excluded.prefix_sha256, updated_at = excluded.updated_at`,
    [
      run.id,
      run.format,
      run.path,
      run.rows,
      run.accepted,
      run.rejected,
      run.state,
      run.prefixBytes,
      run.prefixSha256,
      now,
    ],
  )
}

/** One process at a time imports the same bytes. The lock ends with the connection. */
export async function lockRun(client: pg.ClientBase, id: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock(7024, hashtext($1)) as free', [
    id,
  ])
  return rows[0]?.free === true
}

export async function unlockRun(client: pg.ClientBase, id: string): Promise<void> {
  await client.query('select pg_advisory_unlock(7024, hashtext($1))', [id])
}

/** Tells running servers, when the surrounding transaction commits, that the log has grown without them. */
export async function notifyHistory(client: pg.ClientBase): Promise<void> {
  await client.query("select pg_notify('lectern', 'history')")
}
