// All SQL of readers, sessions, sign-in links and keys. Secrets are stored as SHA-256 hashes only.
import type { GrantRole } from '@lectern/protocol/rest/accounts.ts'
import type { ApiKey } from '@lectern/protocol/rest/keys.ts'
import { sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'
import type { Grant } from '../kernel/http/http.ts'

type AccountTables = {
  reader: { id: string; name: string; role: Role; created_at: number }
  session: { token_hash: Buffer; reader: string; created_at: number; expires_at: number }
  sign_in_link: { token_hash: Buffer; reader: string; expires_at: number; used_at: number | null }
  api_key: {
    id: string
    secret_hash: Buffer
    kind: ApiKey['kind']
    name: string
    surface: string | null
    scopes: ApiKey['scopes']
    per_minute: number
    created_at: number
    revoked_at: number | null
  }
  role_grant: {
    reader: string
    role: GrantRole
    surface: string | null
    granted_by: string
    granted_at: number
  }
}
export type Role = 'reader' | 'editor' | 'admin'
export interface ReaderRow {
  readonly id: string
  readonly name: string
  readonly role: Role
}

/** A reader with what they may do at the Desk. */
export interface SignedIn extends ReaderRow {
  readonly grants: readonly Grant[]
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

const grantsOfReader = sql<Grant[]>`coalesce((
  select json_agg(json_build_object('role', role_grant.role, 'surface', role_grant.surface)
                  order by role_grant.role, role_grant.surface)
  from role_grant where role_grant.reader = reader.id), '[]')`

export const readerOfSession = (db: Db, tokenHash: Buffer, now: number): Promise<SignedIn | undefined> =>
  tables(db)
    .selectFrom('session')
    .innerJoin('reader', 'reader.id', 'session.reader')
    .select(['reader.id', 'reader.name', 'reader.role', grantsOfReader.as('grants')])
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

const keyColumns = [
  'id',
  'name',
  'kind',
  'surface',
  'scopes',
  'per_minute as perMinute',
  'created_at as createdAt',
  'revoked_at as revokedAt',
] as const

export async function insertKey(db: Db, key: ApiKey, secretHash: Buffer): Promise<void> {
  const { perMinute, createdAt, revokedAt, scopes, ...same } = key
  await tables(db)
    .insertInto('api_key')
    .values({
      ...same,
      scopes: sql`${scopes}::text[]` as never,
      secret_hash: secretHash,
      per_minute: perMinute,
      created_at: createdAt,
      revoked_at: revokedAt,
    })
    .execute()
}

/** The key in force behind a secret. */
export const keyOfSecret = (db: Db, secretHash: Buffer): Promise<ApiKey | undefined> =>
  tables(db)
    .selectFrom('api_key')
    .select(keyColumns)
    .where('secret_hash', '=', secretHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()

/** Oldest first, the revoked too. */
export const allKeys = (db: Db): Promise<ApiKey[]> =>
  tables(db).selectFrom('api_key').select(keyColumns).orderBy('created_at').orderBy('id').execute()

/** True when there was such a key in force. */
export async function endKey(db: Db, id: string, now: number): Promise<boolean> {
  const ended = await tables(db)
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}

/** True when it was not there before. */
export async function insertGrant(
  db: Db,
  { role, surface }: Grant,
  of: { readonly reader: string; readonly by: string; readonly now: number },
): Promise<boolean> {
  const row = { reader: of.reader, role, surface, granted_by: of.by, granted_at: of.now }
  const inserted = await tables(db)
    .insertInto('role_grant')
    .values(row)
    .onConflict((conflict) => conflict.columns(['reader', 'role', 'surface']).doNothing())
    .returning('reader')
    .executeTakeFirst()
  return inserted !== undefined
}

/** True when it was there. */
export async function deleteGrant(db: Db, reader: string, { role, surface }: Grant): Promise<boolean> {
  const gone = await tables(db)
    .deleteFrom('role_grant')
    .where('reader', '=', reader)
    .where('role', '=', role)
    .where('surface', 'is not distinct from', surface)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

export const allGrants = (db: Db) =>
  tables(db)
    .selectFrom('role_grant')
    .innerJoin('reader', 'reader.id', 'role_grant.reader')
    .select(['reader.name', 'role_grant.role', 'role_grant.surface', 'role_grant.granted_at as grantedAt'])
    .orderBy('reader.name')
    .orderBy('role_grant.role')
    .orderBy('role_grant.surface')
    .execute()

export const namesOfReaders = (db: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> =>
  tables(db).selectFrom('reader').select(['id', 'name']).where(sql<boolean>`id = any(${ids}::text[])`).execute()

export async function updateSharing(db: Db, reader: string, sharesSaves: boolean): Promise<void> {
  await sql`update reader set shares_saves = ${sharesSaves} where id = ${reader}`.execute(db)
}

export async function selectSharing(db: Db, reader: string): Promise<boolean> {
  const { rows } = await sql<{
    shares: boolean
  }>`select shares_saves as shares from reader where id = ${reader}`.execute(db)
  return rows[0]?.shares ?? false
}

export async function selectSharers(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from reader where shares_saves order by id`.execute(db)
  return rows.map(({ id }) => id)
}
