// What a caller may do. Each answers null when it is allowed, else what would be right.
import type { Scope } from '@lectern/protocol/rest/keys.ts'
import type { Caller, ProblemKind } from './http.ts'

export interface Refusal {
  readonly problem: Extract<ProblemKind, 'not-allowed' | 'unavailable'>
  readonly detail: string
}

/** Only a signed-in administrator. @throws what the database said when it cannot say who asks. */
export function isAdmin(caller: Caller): boolean {
  if (caller.kind === 'unknown') throw caller.cause
  return caller.kind === 'reader' && caller.role === 'admin'
}

/** Readers and visitors may ask for lists and send their events; a key only within its scopes and its surface. */
export function refusalOf(caller: Caller, need: { readonly scope: Scope; readonly surface?: string }): Refusal | null {
  if (caller.kind !== 'key') return null
  if (!caller.scopes.has(need.scope)) {
    const has = [...caller.scopes].join(', ')
    return { problem: 'not-allowed', detail: `This key has ${has}; this needs ${need.scope}.` }
  }
  if (need.surface !== undefined && caller.surface !== null && caller.surface !== need.surface) {
    return { problem: 'not-allowed', detail: `This key is for surface "${caller.surface}", not "${need.surface}".` }
  }
  return null
}
