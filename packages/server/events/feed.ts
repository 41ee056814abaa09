// What was just recorded, handed on inside this process, so that statistics are right at the next request.
import type { StoredEvent } from './event.ts'

/** Called after the commit with the events that were new, in the order of their batch. */
type EventListener = (events: readonly StoredEvent[]) => void

export interface EventFeed {
  /** Names this process among those that announce events; empty: none of its own. */
  readonly node: string
  /** Answers how to stop listening. */
  subscribe(listener: EventListener): () => void
  /** Answers what listeners threw: one that fails costs neither the others nor the sender anything. */
  publish(events: readonly StoredEvent[]): readonly unknown[]
}

export function newEventFeed(node = ''): EventFeed {
  const listeners = new Set<EventListener>()
  return {
    node,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    publish(events) {
      const failures: unknown[] = []
      for (const listener of listeners) {
        try {
          listener(events)
        } catch (cause) {
          failures.push(cause)
        }
      }
      return failures
    },
  }
}
