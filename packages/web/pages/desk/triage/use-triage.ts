// The queue for the filters of the address, bound to the server and to the toasts.
import type { Decided, Prospect, ProspectFilter, ProspectPage } from '@lectern/protocol/rest/desk-prospects.ts'
import { useEffect, useMemo } from 'react'
import { getJson, patchJson, postJson, Refused } from '../../../state/api.ts'
import { queryClient } from '../../../state/query-client.ts'
import { closeToast, showToast } from '../../../state/toasts.ts'
import { openTriage, type Triage } from '../../../state/triage.ts'

/** How many wait, of what. */
export const summaryKey = ['desk', 'summary']
const pageSize = 30

export function useTriage(filter: ProspectFilter): Triage {
  const query = new URLSearchParams(filter as Record<string, string>).toString()
  const triage = useMemo(() => open(query), [query])
  useEffect(() => {
    void triage.load()
    // Counted anew where this queue begins: from here on the page counts itself.
    void queryClient.invalidateQueries({ queryKey: summaryKey })
  }, [triage])
  return triage
}

function open(query: string): Triage {
  let toast: number | null = null
  const changed = (): void => void queryClient.invalidateQueries({ queryKey: summaryKey, refetchType: 'none' })
  return openTriage({
    page: (cursor) =>
      getJson<ProspectPage>(
        `/v1/desk/prospects?${query}&limit=${pageSize}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      ),
    async decide(id, body) {
      const decided = await postJson<Decided>(`/v1/desk/prospects/${encodeURIComponent(id)}/decision`, body, {
        keepalive: true,
      })
      changed()
      return decided
    },
    async undo(decision) {
      await postJson(`/v1/desk/decisions/${decision}/undo`, {}, { keepalive: true })
      changed()
    },
    patch: (id, patch) => patchJson<Prospect>(`/v1/desk/prospects/${encodeURIComponent(id)}`, patch),
    tell(text, undo) {
      // One at a time: an editor is faster than toasts go.
      if (toast !== null) closeToast(toast)
      toast = showToast(text, undo)
    },
    isConflict: (error) => error instanceof Refused && error.status === 409,
    wordsOf: (error) =>
      error instanceof Refused ? error.message : 'The server does not answer; the decision was not kept. Try again.',
  })
}
