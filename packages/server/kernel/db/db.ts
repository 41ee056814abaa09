// The database: PostgreSQL, embedded in the data folder or at the configured URL, behind Kysely. Each slice names its
// own tables (`db.withTables<…>()`) in its `queries.ts`; the schema itself is in `migrations/`, applied under a lock.
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { Chance } from '../clock/clock.ts'
import type { Config } from '../config/config.ts'
import { within } from '../deadline.ts'
import { Failure } from '../failure.ts'
import { connect, newClient } from './connection.ts'
import { joinEmbedded } from './lease.ts'
import { migrate } from './migrate.ts'

/** After so long it does not answer. */
const patienceMs = 1000

// biome-ignore lint/complexity/noBannedTypes: no tables of its own; a slice adds its tables with `withTables`.
export type Db = Kysely<{}>

export interface Database {
  readonly db: Db
  /** For what Kysely does not cover: COPY, LISTEN, session locks. */
  readonly pool: pg.Pool
  readonly url: string
  readonly embedded: boolean
  /** Closes the connections; the embedded server stops when no other process of this folder uses it. */
  close(): Promise<void>
}

/**
 * Opens the configured database and brings its schema up to date.
 * @throws Failure when it cannot be reached or was written by a newer Lectern.
 */
export async function openDatabase(config: Config, chance: Chance): Promise<Database> {
  const { url, leave } = await (config.database.url === null
    ? joinEmbedded({ dataDir: config.dataDir, chance })
    : reach(config.database.url))
  const database = connect(url, config.database.connections)
  const close = async (): Promise<void> => {
    await database.db.destroy()
    await leave()
  }
  try {
    await migrate(database.db)
  } catch (cause) {
    await close()
    throw cause
  }
  return { ...database, url, embedded: config.database.url === null, close }
}

/** A database that refuses every connection, at once. */
export function awayDatabase(): Database {
  // Port 1 (tcpmux) of this machine: nobody listens there.
  const url = 'postgresql://lectern@127.0.0.1:1/away'
  const { db, pool } = connect(url, 2)
  return { db, pool, url, embedded: false, close: () => db.destroy() }
}

/** True when the database answers. */
export async function isReachable(db: Db): Promise<boolean> {
  return within(patienceMs, 'A question to the database', () => sql`select 1`.execute(db)).then(
    () => true,
    () => false,
  )
}

async function reach(url: string): Promise<{ url: string; leave(): Promise<void> }> {
  const client = newClient({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect().catch((cause) => {
    throw new Failure('unavailable', `The database does not answer: ${(cause as Error).message}`, {
      advice: 'Check that the server named by DATABASE_URL runs and that user and password are right.',
      cause,
    })
  })
  await client.end()
  return { url, leave: async () => undefined }
}
