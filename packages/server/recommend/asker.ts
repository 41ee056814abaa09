// For whom a list is, by who asks and what the request says: sessions speak for themselves, secret keys for any reader,
// pages for devices.
import { anonymousReader } from '../events/events.ts'
import { type Refusal, refusalOf } from '../kernel/http/caller.ts'
import type { Caller } from '../kernel/http/http.ts'
import type { Audience } from './recommend.ts'

export interface Named {
  readonly reader?: string | undefined
  readonly device?: string | undefined
  readonly history?: readonly { readonly item: string; readonly at?: number | undefined }[] | undefined
  /** Sent along beside a history, and kept no more than it. */
  readonly follows?: unknown
  readonly blocked?: unknown
}

export type Asker =
  | {
      readonly kind: 'asker'
      readonly audience: Audience
      /** Whose slates these are: only the same may ask for their next page. */
      readonly owner: string
    }
  | ({ readonly kind: 'refused' } & Refusal)

/** Lists that hold nothing personal belong to everybody. */
export const everybody = 'everybody'

export function askerOf(caller: Caller, named: Named, surface: string): Asker {
  const refusal = refusalOf(caller, { scope: 'recommend', surface })
  if (refusal !== null) return { kind: 'refused', ...refusal }
  const asker = (audience: Audience, owner: string): Asker => ({ kind: 'asker', audience, owner })
  const owner = ownerOf(caller)
  if (named.history !== undefined) return asker({ kind: 'private', history: named.history }, owner)
  // Nobody can say who asks, as the database is away: a list for everybody is better than none.
  if (caller.kind === 'unknown') return asker({ kind: 'anonymous' }, everybody)
  if (named.reader !== undefined) {
    const detail = notYours(caller, named.reader)
    if (detail !== null) return { kind: 'refused', problem: 'not-allowed', detail }
    return asker({ kind: 'reader', reader: named.reader }, owner)
  }
  if (caller.kind === 'reader') return asker({ kind: 'reader', reader: caller.reader }, owner)
  if (named.device !== undefined) {
    const reader = anonymousReader(named.device)
    return asker({ kind: 'reader', reader }, isServer(caller) ? owner : reader)
  }
  if (named.follows !== undefined || named.blocked !== undefined) {
    return asker({ kind: 'private', history: [] }, owner)
  }
  return asker({ kind: 'anonymous' }, everybody)
}

function ownerOf(caller: Caller): string {
  switch (caller.kind) {
    case 'reader':
      return `reader:${caller.reader}`
    case 'key':
      return `key:${caller.key}`
    case 'anonymous':
    case 'unknown':
      return everybody
  }
}

/** A publishable key is in the hands of every visitor: a device's slates are its own there too. */
const isServer = (caller: Caller): boolean => caller.kind === 'key' && !caller.publishable

/** Those whose slates this caller may page. */
export function ownersOf(caller: Caller, device: string | undefined): ReadonlySet<string> {
  const devices = device === undefined || isServer(caller) ? [] : [anonymousReader(device)]
  return new Set([everybody, ownerOf(caller), ...devices])
}

function notYours(caller: Caller, reader: string): string | null {
  switch (caller.kind) {
    case 'key':
      return caller.publishable
        ? 'reader: a publishable key speaks for devices; send a device, or use a secret key on a server'
        : null
    case 'reader':
      return reader === caller.reader ? null : 'reader: leave it out; you are signed in as another'
    case 'anonymous':
    case 'unknown':
      return 'reader: only a secret key may name a reader; send it as `Authorization: Bearer …`'
  }
}
