// Readers and how they prove who they are: one-time links and sessions; programs and their keys (keys.ts). Passkeys
// join here. Start at `signIn`.
import type { Db } from '../kernel/db/db.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { hashOf, openKnown } from './known.ts'
import {
  deleteExpired,
  deleteSession,
  firstAdmin,
  insertLink,
  insertReader,
  insertSession,
  namesOfReaders,
  type ReaderRow,
  type Role,
  readerByName,
  readerOfSession,
  type SignedIn,
  useLink,
} from './queries.ts'

export { grantRole, listGrants, revokeRole } from './grants.ts'
export { createKey, listKeys, openKeys, revokeKey } from './keys.ts'
export { readersWhoShareSaves, setSharesSaves, sharesSaves } from './sharing.ts'
export type { ReaderRow, Role, SignedIn }

const day = 24 * 3_600_000
export const linkLifeMs = day
export const sessionLifeMs = 30 * day

/** The publication's first person; made on first start. */
export async function ensureOwner(kernel: Kernel, name: string): Promise<ReaderRow> {
  const { db } = kernel.database
  return (await firstAdmin(db)) ?? (await addReader(kernel, name, 'admin'))
}

export async function addReader(kernel: Kernel, name: string, role: Role): Promise<ReaderRow> {
  const reader: ReaderRow = { id: kernel.chance.uuid(), name, role }
  await insertReader(kernel.database.db, reader, kernel.clock())
  return reader
}

export const findReader = (kernel: Kernel, name: string): Promise<ReaderRow | undefined> =>
  readerByName(kernel.database.db, name)

/** Names by id, of those that are known. */
export async function readerNames(db: Db, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  return new Map((await namesOfReaders(db, wanted)).map(({ id, name }) => [id, name]))
}

/** A token that signs this reader in once, within a day. */
export async function createSignInLink(kernel: Kernel, reader: string): Promise<string> {
  const token = kernel.chance.secret(32)
  const expires_at = kernel.clock() + linkLifeMs
  await insertLink(kernel.database.db, { token_hash: hashOf(token), reader, expires_at, used_at: null })
  return token
}

/** Trades a one-time token for a session, wholly or not at all: a link is not used up by a sign-in that failed. */
export async function signIn(
  kernel: Kernel,
  token: string,
): Promise<{ kind: 'signed-in'; session: string; reader: SignedIn } | { kind: 'bad-link' }> {
  const now = kernel.clock()
  const session = kernel.chance.secret(32)
  const token_hash = hashOf(session)
  const signedIn = await kernel.database.db.transaction().execute(async (transaction) => {
    const reader = await useLink(transaction, hashOf(token), now)
    if (reader === undefined) return undefined
    await insertSession(transaction, { token_hash, reader, created_at: now, expires_at: now + sessionLifeMs })
    return await readerOfSession(transaction, token_hash, now)
  })
  return signedIn === undefined ? { kind: 'bad-link' } : { kind: 'signed-in', session, reader: signedIn }
}

export interface Sessions {
  /** The reader behind a session secret, or undefined. A sign-out elsewhere takes effect within 10 s of a database that answers. */
  find(session: string): Promise<SignedIn | undefined>
  end(session: string): Promise<void>
}

export function openSessions(kernel: Kernel): Sessions {
  const known = openKnown(kernel, (secretHash, now) => readerOfSession(kernel.database.db, secretHash, now))
  return {
    find: known.find,
    async end(session) {
      known.forget(session)
      await deleteSession(kernel.database.db, hashOf(session))
    },
  }
}

export const sweepAccounts = (kernel: Kernel): Promise<void> => deleteExpired(kernel.database.db, kernel.clock())
