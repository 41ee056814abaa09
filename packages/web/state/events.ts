// The event queue of this page: what wakes it, how it travels, what happens when the server refuses an event.
import type { EventReceipt, ItemEvent } from '@lectern/protocol/events/events.ts'
import { postJson, Refused } from './api.ts'
import { createEventQueue, type Sent } from './event-queue.ts'
import { createEventStore } from './event-store.ts'
import { queryClient } from './query-client.ts'
import { showToast } from './toasts.ts'
import { uuid } from './uuid.ts'

/** How long a new list waits for the events before it. */
const patienceMs = 2_000

export const events = createEventQueue({
  store: createEventStore(() => localStorage),
  send,
  now: Date.now,
  newId: () => uuid(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  onRefused(event, detail) {
    if (event.kind === 'impression') return
    showToast(`Lectern could not keep your “${event.kind}”. ${detail}`)
    void queryClient.invalidateQueries({ queryKey: ['me'] })
  },
})

async function send(batch: readonly ItemEvent[], leaving: boolean): Promise<Sent> {
  try {
    const receipt = await postJson<EventReceipt>('/v1/events', { version: 1, events: batch }, { keepalive: leaving })
    return { kind: 'received', refused: receipt.refused }
  } catch (cause) {
    const hopeless = cause instanceof Refused && [400, 413, 422].includes(cause.status)
    console.info('Lectern could not send events.', cause)
    return { kind: hopeless ? 'never' : 'later' }
  }
}

/** Resolves when what waits is acknowledged, or after two seconds: a slow event service never holds up a list. */
export function eventsSent(): Promise<void> {
  return Promise.race([events.flush(), new Promise<void>((resolve) => setTimeout(resolve, patienceMs))])
}

export function startEvents(): void {
  addEventListener('online', () => void events.flush())
  addEventListener('pagehide', () => void events.leave())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void events.leave()
  })
  void events.flush()
}
