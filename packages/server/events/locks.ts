// Who waits for whom around the log, and the transaction in which it changes.
import type pg from 'pg'
import type { Kernel } from '../kernel/kernel.ts'

/** Shared by those who add events, exclusive for the moment in which rolled events change their table. */
export const eventsLock = 7021
/** Shared by those who write history files, exclusive for the one who sweeps what nobody listed. */
export const historyLock = 7022
/** One roll at a time. */
export const rollLock = 7023

/** Runs on one connection of its own; a broken one is not given back to the pool. */
export async function withConnection<T>(
  kernel: Pick<Kernel, 'database'>,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await kernel.database.pool.connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (cause) {
    client.release(true)
    throw cause
  }
}

/** Commits what `work` did, durably; rolls back when it throws. */
export async function inTransaction<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin; set local synchronous_commit = on')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (cause) {
    // The connection may be what failed; closing it rolls back as well.
    await client.query('rollback').catch(() => client.removeAllListeners('notice'))
    throw cause
  }
}

/** Holds a session's advisory lock during `work`; it ends with the connection, so a killed process leaves none. */
export async function withSharedLock<T>(client: pg.PoolClient, key: number, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock_shared($1)', [key])
  const result = await work()
  await client.query('select pg_advisory_unlock_shared($1)', [key])
  return result
}

/** Runs `work` when nobody else holds the key; answers null otherwise. */
export async function whenFree<T>(client: pg.PoolClient, key: number, work: () => Promise<T>): Promise<T | null> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [key])
  if (!rows[0]?.free) return null
  const result = await work()
  await client.query('select pg_advisory_unlock($1)', [key])
  return result
}
