// The filters of the queue as they stand in the address of the page.
import type { ProspectFilter } from '@lectern/protocol/rest/desk-prospects.ts'

const names = ['source', 'topic', 'publisher', 'domain', 'language', 'surface', 'warning', 'age', 'q'] as const

/** Only what is a filter; whether its value is one, the server says. */
export function filterOf(search: Record<string, unknown>): ProspectFilter {
  const set = names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : []))
  return Object.fromEntries(set) as ProspectFilter
}
