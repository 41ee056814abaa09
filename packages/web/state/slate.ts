// The list of Home. It is asked for after the server has heard what the reader just did, so that the next list knows it.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { RecommendationsBody, Slate } from '@lectern/protocol/rest/recommendations.ts'
import { queryOptions } from '@tanstack/react-query'
import { getJson, postJson } from './api.ts'
import { deviceSignals } from './device.ts'
import { eventsSent } from './events.ts'
import { historyOf, itemsWith } from './signals.ts'

const surface = 'home'
const n = 60

export function slateQuery(reader: Me['reader']) {
  return queryOptions({
    queryKey: ['slate', surface, reader?.id ?? 'device'],
    queryFn: async ({ signal }): Promise<Slate> => {
      await eventsSent()
      return reader ? getJson<Slate>(`/v1/recommendations?surface=${surface}&n=${n}`, signal) : forDevice(signal)
    },
  })
}

/** The server keeps no history of this reader: it is sent along, and what was rejected is left out here. */
async function forDevice(signal: AbortSignal): Promise<Slate> {
  const signals = deviceSignals.get()
  const body: RecommendationsBody = { surface, n, history: historyOf(signals) }
  const slate = await postJson<Slate>('/v1/recommendations', body, { signal })
  const rejected = itemsWith(signals, 'dismiss')
  return { ...slate, items: slate.items.filter((entry) => !rejected.has(entry.item.id)) }
}
