// The database: PostgreSQL, embedded in the data folder or at the configured URL, behind Kysely. Each slice names its
// own tables (`db.withTables<…>()`) in its `queries.ts`; the schema itself is in `migrations/`, applied under a lock.
import { type Kysely, Kysely as KyselyClient, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Chance } from '../clock/clock.ts'
import type { Config } from '../config/config.ts'
import { Failure } from '../failure.ts'
import { startEmbedded, stopEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

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

// Counts and milliseconds fit a double; a string would leak into arithmetic.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Marks every process that relies on the embedded server, for the one that leaves last. */
export const holderName = 'lectern-holder'

/**
 * Opens the configured database and brings its schema up to date.
 * @throws Failure when it cannot be reached or was written by a newer Lectern.
 */
export async function openDatabase(config: Config, chance: Chance): Promise<Database> {
  const embedded = config.database.url === null
  const url = config.database.url ?? (await startEmbedded({ dataDir: config.dataDir, chance }))
  if (embedded) await createDatabaseOnce(url)
  else await refuseUnreachable(url)
  const holder = embedded ? await connectHolder(url) : null
  const database = connect(url, config.database.connections)
  const close = async (): Promise<void> => {
    await database.db.destroy()
    if (holder === null) return
    const others = await otherHolders(holder)
    await holder.end()
    if (!others) await stopEmbedded(config.dataDir)
  }
  try {
    await migrate(database.db)
  } catch (cause) {
    await close()
    throw cause
  }
  return { ...database, url, embedded, close }
}

/** A pool and a query builder on one URL. Errors of idle connections are left to the query that meets them. */
export function connect(url: string, connections: number): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'lectern' })
  pool.on('error', () => pool.totalCount)
  return { db: new KyselyClient({ dialect: new PostgresDialect({ pool }) }), pool }
}

/** True when the database answers. */
export async function isReachable(db: Db): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
}

async function refuseUnreachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (cause) {
    throw unreachable(cause)
  }
  await client.end()
}

async function createDatabaseOnce(url: string): Promise<void> {
  const admin = new URL(url)
  const name = admin.pathname.slice(1)
  const direct = new pg.Client({ connectionString: url })
  try {
    await direct.connect()
    await direct.end()
    return
  } catch (cause) {
    if ((cause as { code?: string }).code !== '3D000') throw unreachable(cause)
  }
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`create database ${client.escapeIdentifier(name)}`).catch((cause) => {
    if ((cause as { code?: string }).code !== '42P04') throw cause
  })
  await client.end()
}

async function connectHolder(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: holderName, keepAlive: true })
  client.on('error', () => client.removeAllListeners('notification'))
  await client.connect().catch((cause) => {
    throw unreachable(cause)
  })
  return client
}

async function otherHolders(holder: pg.Client): Promise<boolean> {
  const others = 'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid() limit 1'
  return holder.query(others, [holderName]).then(
    (result) => (result.rowCount ?? 0) > 0,
    () => true,
  )
}

function unreachable(cause: unknown): Failure {
  return new Failure('unavailable', `The database does not answer: ${(cause as Error).message}`, {
    advice: 'Check that the server named by DATABASE_URL runs and that user and password are right.',
    cause,
  })
}
