// Keys of programs. A secret key stays on a server and may name any reader; a publishable key stands in a page, so it is
// good for the origins of its surface only and speaks for devices.
import { type ApiKey, type NewKey, newKey, publishableScopes } from '@lectern/protocol/rest/keys.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { hashOf, openKnown } from './known.ts'
import { allKeys, endKey, insertKey, keyOfSecret } from './queries.ts'

const prefixes = { secret: 'lsk_', publishable: 'lpk_' } as const
const defaultPerMinute = { secret: 6000, publishable: 600 } as const

/** Tells a key from a session secret. */
export const isKey = (secret: string): boolean => Object.values(prefixes).some((prefix) => secret.startsWith(prefix))

type CreatedKey =
  | { readonly kind: 'created'; readonly key: ApiKey; readonly secret: string }
  | { readonly kind: 'refused'; readonly detail: string }

/** The secret is answered this once; its hash is what is kept. */
export async function createKey(kernel: Kernel, wanted: NewKey): Promise<CreatedKey> {
  const input = newKey.parse(wanted)
  if (input.kind === 'publishable') {
    if (input.surface === null) {
      return {
        kind: 'refused',
        detail: 'surface: a publishable key is for one surface, whose origins limit its use; name it.',
      }
    }
    const over = input.scopes.filter((scope) => !publishableScopes.includes(scope))
    if (over.length > 0) {
      const allowed = publishableScopes.join(' and ')
      return {
        kind: 'refused',
        detail: `scopes: anybody can read a publishable key; it may have ${allowed}, not ${over.join(', ')}.`,
      }
    }
  }
  const secret = prefixes[input.kind] + kernel.chance.secret(32)
  const key: ApiKey = {
    id: kernel.chance.uuid(),
    name: input.name,
    kind: input.kind,
    surface: input.surface,
    scopes: [...new Set(input.scopes)],
    perMinute: input.perMinute ?? defaultPerMinute[input.kind],
    createdAt: kernel.clock(),
    revokedAt: null,
  }
  await insertKey(kernel.database.db, key, hashOf(secret))
  return { kind: 'created', key, secret }
}

export const listKeys = (kernel: Pick<Kernel, 'database'>): Promise<ApiKey[]> => allKeys(kernel.database.db)

/** False when there is no such key in force. Other nodes refuse it within 10 s. */
export const revokeKey = (kernel: Pick<Kernel, 'database' | 'clock'>, id: string): Promise<boolean> =>
  endKey(kernel.database.db, id, kernel.clock())

export interface Keys {
  /** The key in force behind a secret, or undefined. */
  find(secret: string): Promise<ApiKey | undefined>
  revoke(id: string): Promise<boolean>
}

export function openKeys(kernel: Kernel): Keys {
  const known = openKnown(kernel, (secretHash) => keyOfSecret(kernel.database.db, secretHash))
  return {
    find: known.find,
    async revoke(id) {
      const was = await revokeKey(kernel, id)
      known.forgetAll()
      return was
    },
  }
}
