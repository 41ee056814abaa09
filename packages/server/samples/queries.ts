// All SQL of table `publication`.
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Db } from '../kernel/db/db.ts'

type Tables = { publication: { name: string; simulated: boolean; created_at: number; only_row: boolean } }

const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

export async function selectPublication(db: Db): Promise<{ simulated: boolean } | undefined> {
  return await own(db).selectFrom('publication').select('simulated').executeTakeFirst()
}

/** On a connection that is inside a transaction. */
export async function insertSimulated(client: pg.ClientBase, now: number): Promise<void> {
  await client.query('insert into publication (name, simulated, created_at) values ($1, true, $2)', ['Lectern', now])
}
