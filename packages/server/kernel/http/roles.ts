// What a person may do at the Desk. An administrator may everything; a program nothing. Start at `allow`, which answers who
// it is that acts, for the audit log.
import type { Caller, Grant, ProblemKind } from './http.ts'

/** Who acts, as the audit log keeps it. */
export interface Actor {
  readonly id: string
  readonly name: string
}

export type Need =
  /** surface null: what belongs to no surface, which every editor may decide. */
  | { readonly kind: 'edit'; readonly surface: string | null }
  /** Publishers, many decisions at once. */
  | { readonly kind: 'lead' }
  | { readonly kind: 'read' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'operate' }

type Allowed =
  | { readonly kind: 'allowed'; readonly actor: Actor }
  | {
      readonly kind: 'refused'
      readonly problem: Extract<ProblemKind, 'not-signed-in' | 'not-allowed'>
      readonly detail: string
    }

/** @throws what the database said when it cannot say who asks. */
export function allow(caller: Caller, need: Need): Allowed {
  if (caller.kind === 'unknown') throw caller.cause
  if (caller.kind !== 'reader') {
    return { kind: 'refused', problem: 'not-signed-in', detail: 'The Desk is for people who are signed in.' }
  }
  if (may(caller, need)) return { kind: 'allowed', actor: { id: caller.reader, name: caller.name } }
  return { kind: 'refused', problem: 'not-allowed', detail: `This needs the role ${wordsOf(need)}. ${advice}` }
}

const advice = '`lectern role grant NAME ROLE` gives one.'

/** Decide what belongs to this surface; null: to none. */
export const mayEdit = (caller: Caller, surface: string | null): boolean => may(caller, { kind: 'edit', surface })

/** Look at everything of the Desk but the audit log. */
export const mayRead = (caller: Caller): boolean => may(caller, { kind: 'read' })

function may(caller: Caller, need: Need): boolean {
  if (caller.kind !== 'reader') return false
  if (caller.role === 'admin') return true
  const has = (...roles: readonly Grant['role'][]): boolean => caller.grants.some(({ role }) => roles.includes(role))
  switch (need.kind) {
    case 'edit':
      return caller.role === 'editor' || has('chief') || caller.grants.some((grant) => edits(grant, need.surface))
    case 'lead':
      return has('chief')
    case 'read':
      return caller.role === 'editor' || caller.grants.length > 0
    case 'audit':
      return has('chief', 'analyst', 'operator')
    case 'operate':
      return has('operator')
  }
}

const edits = ({ role, surface }: Grant, of: string | null): boolean =>
  role === 'editor' && (surface === null || of === null || surface === of)

function wordsOf(need: Need): string {
  switch (need.kind) {
    case 'edit':
      return need.surface === null ? 'editor or chief' : `editor of "${need.surface}" or chief`
    case 'lead':
      return 'chief'
    case 'read':
      return 'editor, chief, analyst or operator'
    case 'audit':
      return 'chief, analyst or operator'
    case 'operate':
      return 'operator'
  }
}
