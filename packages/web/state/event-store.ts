// Waiting events in this browser: one key each, so that two tabs never overwrite each other's queue and a closed page
// loses nothing. A key that storage does not take stays in memory.
import type { ItemEvent } from '@lectern/protocol/events/events.ts'
import type { EventStore } from './event-queue.ts'

const prefix = 'lectern.event.'
/** Sorts as text like the time it stands for. */
const keyOf = (event: ItemEvent) => `${prefix}${String(event.at).padStart(16, '0')}.${event.id}`

export function createEventStore(storage: () => Storage): EventStore {
  const memory = new Map<string, ItemEvent>()

  function stored(): [string, string][] {
    try {
      return Object.entries(storage()).filter(([key]) => key.startsWith(prefix))
    } catch (cause) {
      console.info('Lectern cannot read its waiting events: storage is off.', cause)
      return []
    }
  }

  return {
    all() {
      const entries = new Map<string, ItemEvent>(memory)
      for (const [key, text] of stored()) {
        const event = parse(text)
        if (event) entries.set(key, event)
        else storage().removeItem(key)
      }
      return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event)
    },
    add(event) {
      try {
        storage().setItem(keyOf(event), JSON.stringify(event))
      } catch (cause) {
        console.info('Lectern keeps an event in memory: storage is off or full.', cause)
        memory.set(keyOf(event), event)
      }
    },
    remove(ids) {
      for (const [key, event] of memory) if (ids.has(event.id)) memory.delete(key)
      for (const [key] of stored()) if (ids.has(key.slice(prefix.length + 17))) storage().removeItem(key)
    },
  }
}

function parse(text: string): ItemEvent | null {
  try {
    return JSON.parse(text) as ItemEvent
  } catch (cause) {
    console.info('Lectern drops a waiting event that it cannot read.', cause)
    return null
  }
}
