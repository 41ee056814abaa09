// The places of the Desk, in the order of the navigation. A new page adds its line here and its route in router.tsx.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import { mayReadAudit, mayReadDesk } from '../../state/desk.ts'

interface Place {
  readonly to: string
  readonly name: string
  readonly may: (person: Me['reader']) => boolean
}

export const places: readonly Place[] = [
  { to: '/desk', name: 'Triage', may: mayReadDesk },
  { to: '/desk/schedule', name: 'Schedule', may: mayReadDesk },
  { to: '/desk/sections', name: 'Sections', may: mayReadDesk },
  { to: '/desk/collections', name: 'Collections', may: mayReadDesk },
  { to: '/desk/corpus', name: 'Corpus', may: mayReadDesk },
  { to: '/desk/rejected', name: 'Rejected', may: mayReadDesk },
  { to: '/desk/publishers', name: 'Publishers', may: mayReadDesk },
  { to: '/desk/feeds', name: 'Feeds', may: mayReadDesk },
  { to: '/desk/priorities', name: 'Priorities', may: mayReadDesk },
  { to: '/desk/mirror', name: 'Mirror', may: mayReadDesk },
  { to: '/desk/audit', name: 'Audit', may: mayReadAudit },
]
