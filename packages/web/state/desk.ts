// What a person may do at the Desk, as the server decides it; here only to show what will work.
import type { Me } from '@lectern/protocol/rest/accounts.ts'

type Person = Me['reader']

const has = (person: Person, ...roles: string[]): boolean =>
  person !== null && (person.role === 'admin' || person.grants.some(({ role }) => roles.includes(role)))

export const mayReadDesk = (person: Person): boolean =>
  person?.role === 'editor' || has(person, 'editor', 'chief', 'analyst', 'operator')

/** Something that belongs to this surface; null: to none. */
export const mayEditDesk = (person: Person, surface: string | null): boolean =>
  person?.role === 'editor' ||
  has(person, 'chief') ||
  (person?.grants ?? []).some(
    (grant) => grant.role === 'editor' && (grant.surface === null || surface === null || grant.surface === surface),
  )

export const mayLeadDesk = (person: Person): boolean => has(person, 'chief')

export const mayReadAudit = (person: Person): boolean => has(person, 'chief', 'analyst', 'operator')
