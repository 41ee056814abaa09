// One server per embedded data folder. The proof is a session lock in its database: a crash releases it by itself, and
// when the database was away it is taken again.
import type pg from 'pg'
import { Failure } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { newClient } from './connection.ts'

const lockKey = 70_12
const retryMs = 1000

/** @throws Failure 'busy' when another process serves this folder. Several servers may share a database by URL. */
export async function holdServing(kernel: Kernel, port: number): Promise<{ release(): Promise<void> }> {
  if (!kernel.database.embedded) return { release: async () => undefined }
  let released = false
  let client = await takeLock(kernel, port)
  const watch = (): void => {
    client.once('end', () => {
      if (!released) void again()
    })
  }
  const again = async (): Promise<void> => {
    try {
      client = await takeLock(kernel, port)
      if (released) await client.end()
      else watch()
    } catch (cause) {
      kernel.log.warn({ err: cause }, 'serving without the lock of this folder; it is tried again')
      setTimeout(() => released || void again(), retryMs).unref()
    }
  }
  watch()
  return {
    async release() {
      released = true
      await client.end()
    },
  }
}

async function takeLock(kernel: Kernel, port: number): Promise<pg.Client> {
  const client = newClient({
    connectionString: kernel.database.url,
    application_name: `lectern-serve:${process.pid}:${port}`,
  })
  await client.connect()
  const taken = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [lockKey])
  if (taken.rows[0]?.ok) return client
  const holders = await client.query<{ name: string }>(
    "select application_name as name from pg_stat_activity where application_name like 'lectern-serve:%' and pid <> pg_backend_pid()",
  )
  await client.end()
  const [, pid, itsPort] = holders.rows[0]?.name.split(':') ?? []
  throw new Failure(
    'busy',
    `Another Lectern (process ${pid ?? 'unknown'}, port ${itsPort ?? 'unknown'}) serves ${kernel.config.dataDir}.`,
    {
      advice: 'Stop it, choose another folder with --data, or give both a PostgreSQL server in DATABASE_URL.',
    },
  )
}
