// All SQL of readers, sessions and sign-in links. Secrets are stored as SHA-256 hashes only.
import type { Db } from '../kernel/db/db.ts'

type AccountTables = {
  reader: { id: string; name: string; role: Role; created_at: number }
  session: { token_hash: Buffer; reader: string; created_at: number; expires_at: number }
  sign_in_link: { token_hash: Buffer; reader: string; expires_at: number; used_at: number | null }
}
export type Role = 'reader' | 'editor' | 'admin'
export interface ReaderRow {
  readonly id: string
  readonly name: string
  readonly role: Role
}

const tables = (db: Db) => db.withTables<AccountTables>()

export const firstAdmin = (db: Db): Promise<ReaderRow | undefined> =>
  tables(db)
    .selectFrom('reader')
    .select(['id', 'name', 'role'])
    .where('role', '=', 'admin')
    .orderBy('created_at')
    .executeTakeFirst()

export const readerByName = (db: Db, name: string): Promise<ReaderRow | undefined> =>
  tables(db).selectFrom('reader').select(['id', 'name', 'role']).where('name', '=', name).executeTakeFirst()

export async function insertReader(db: Db, reader: ReaderRow, now: number): Promise<void> {
  await tables(db)
    .insertInto('reader')
    .values({ ...reader, created_at: now })
    .execute()
}

export async function insertLink(db: Db, link: AccountTables['sign_in_link']): Promise<void> {
  await tables(db).insertInto('sign_in_link').values(link).execute()
}

/** Uses a link up: the reader it was for, or undefined when it was used, has expired or never was. */
export async function useLink(db: Db, tokenHash: Buffer, now: number): Promise<string | undefined> {
  const used = await tables(db)
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('reader')
    .executeTakeFirst()
  return used?.reader
}

export async function insertSession(db: Db, session: AccountTables['session']): Promise<void> {
  await tables(db).insertInto('session').values(session).execute()
}

export const readerOfSession = (db: Db, tokenHash: Buffer, now: number): Promise<ReaderRow | undefined> =>
  tables(db)
    .selectFrom('session')
    .innerJoin('reader', 'reader.id', 'session.reader')
    .select(['reader.id', 'reader.name', 'reader.role'])
    .where('session.token_hash', '=', tokenHash)
    .where('session.expires_at', '>', now)
    .executeTakeFirst()

export async function deleteSession(db: Db, tokenHash: Buffer): Promise<void> {
  await tables(db).deleteFrom('session').where('token_hash', '=', tokenHash).execute()
}

/** Removes what can no longer be used. */
export async function deleteExpired(db: Db, now: number): Promise<void> {
  await tables(db).deleteFrom('session').where('expires_at', '<=', now).execute()
  await tables(db).deleteFrom('sign_in_link').where('expires_at', '<=', now).execute()
}
