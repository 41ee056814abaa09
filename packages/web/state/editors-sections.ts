// The editors' sections that are live on Home: each a list of its own, asked for beside the reader's list.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { SectionsAsk } from '@lectern/protocol/rest/asks.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { ShownSection, ShownSections } from '@lectern/protocol/rest/sections.ts'
import { queryOptions } from '@tanstack/react-query'
import { postJson } from './api.ts'
import { deviceSignals } from './device.ts'
import { eventsSent } from './events.ts'
import { historyOf, itemsWith } from './signals.ts'

const surface = 'home'
const n = 6

export function editorsSectionsQuery(reader: Me['reader']) {
  return queryOptions({
    queryKey: ['sections', surface, reader?.id ?? 'device'],
    queryFn: async ({ signal }): Promise<readonly ShownSection[]> => {
      await eventsSent()
      // The server keeps no history of a reader without an account: it is sent along.
      const signals = deviceSignals.get()
      const own = { history: historyOf(signals), without: [...itemsWith(signals, 'dismiss')] }
      const ask: Partial<SectionsAsk> = { n, ...(reader ? {} : own) }
      return (await postJson<ShownSections>(`/v1/surfaces/${surface}/sections`, ask, { signal })).sections
    },
  })
}

/** The reader's list without what stands in a section of the editors already. */
export function withoutSections(slate: Slate, sections: readonly ShownSection[]): Slate {
  const told = new Set(sections.flatMap(({ list }) => list.items.map(({ item }) => item.id)))
  return told.size === 0 ? slate : { ...slate, items: slate.items.filter(({ item }) => !told.has(item.id)) }
}
