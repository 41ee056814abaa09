// Connections to PostgreSQL. When one breaks, the query that uses it fails, and nothing else.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db } from './db.ts'

// Counts and milliseconds fit a double; a string would leak into arithmetic.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** A pool and a query builder on one URL. */
export function connect(url: string, connections: number): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'lectern',
    connectionTimeoutMillis: 5000,
  })
  pool.on('error', leaveToTheQuery)
  pool.on('connect', (client) => client.on('error', leaveToTheQuery))
  return { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), pool }
}

/** A connection of its own, not yet open. */
export function newClient(config: pg.ClientConfig): pg.Client {
  return new pg.Client(config).on('error', leaveToTheQuery)
}

/** A client also emits what its query rejects with, and an event that nobody hears would end the process. */
function leaveToTheQuery(): void {
  // The query tells.
}
