// Events wait here until the server has acknowledged them. An event gets its id and its time once, when it happens, so a
// retry is counted once, and times strictly increase, so an undo is always later than what it takes back.
// Not here: where events are kept (event-store.ts) and how they travel (events.ts).
import type { EventReceipt, ItemEvent } from '@lectern/protocol/events/events.ts'

type Undated<E> = E extends unknown ? Omit<E, 'id' | 'at'> : never
export type NewEvent = Undated<ItemEvent>

export interface EventStore {
  /** Oldest first. */
  all(): readonly ItemEvent[]
  add(event: ItemEvent): void
  remove(ids: ReadonlySet<string>): void
}

export type Sent =
  | { readonly kind: 'received'; readonly refused: EventReceipt['refused'] }
  /** No answer, or one that asks to come back later. */
  | { readonly kind: 'later' }
  /** The batch as a whole will never be taken. */
  | { readonly kind: 'never' }

interface QueueWorld {
  readonly store: EventStore
  send(events: readonly ItemEvent[], leaving: boolean): Promise<Sent>
  now(): number
  newId(): string
  /** Runs the function after a delay and returns a way to call it off. */
  after(ms: number, run: () => void): () => void
  onRefused(event: ItemEvent, detail: string): void
}

/** Small enough for the 64 KB a browser lets outlive its page. */
const batchSize = 100
const firstRetryMs = 2_000
const lastRetryMs = 60_000

export function createEventQueue(world: QueueWorld) {
  const { store } = world
  let lastAt = 0
  let retryMs = firstRetryMs
  let running: Promise<void> | null = null
  let timer: { readonly due: number; readonly cancel: () => void } | null = null

  function push(event: NewEvent, delayMs: number): void {
    lastAt = Math.max(world.now(), lastAt + 1)
    store.add({ ...event, id: world.newId(), at: lastAt } as ItemEvent)
    wake(delayMs)
  }

  function wake(delayMs: number): void {
    const due = world.now() + delayMs
    if (timer && timer.due <= due) return
    timer?.cancel()
    const cancel = world.after(delayMs, () => {
      timer = null
      void flush()
    })
    timer = { due, cancel }
  }

  /** Sends all that waits; resolves when it is acknowledged or a retry is planned. Never rejects. */
  function flush(): Promise<void> {
    running ??= drain().finally(() => {
      running = null
    })
    return running
  }

  async function drain(): Promise<void> {
    for (let batch = take(); batch.length > 0; batch = take()) {
      if (!settle(batch, await world.send(batch, false))) {
        wake(retryMs)
        retryMs = Math.min(retryMs * 2, lastRetryMs)
        return
      }
      retryMs = firstRetryMs
    }
  }

  /** The page is going away: one batch now, even when another is under way; ids keep the count right. */
  async function leave(): Promise<void> {
    const batch = take()
    if (batch.length > 0) settle(batch, await world.send(batch, true))
  }

  const take = () => store.all().slice(0, batchSize)

  function settle(batch: readonly ItemEvent[], sent: Sent): boolean {
    if (sent.kind === 'later') return false
    store.remove(new Set(batch.map((event) => event.id)))
    if (sent.kind === 'received') {
      for (const { index, detail } of sent.refused) {
        const event = batch[index]
        if (event) world.onRefused(event, detail)
      }
    }
    return true
  }

  return { push, flush, leave, wake }
}
