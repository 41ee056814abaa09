// What recently served readers did, so that a request costs no query; forgotten the moment they do something.
import { historyKinds, type Signal, type StoredEvent, signalsOf } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** What a reader did that is still in force. */
export interface ReaderPast {
  /** Oldest first. */
  readonly history: readonly { readonly item: string; readonly at: number }[]
  readonly dismissed: readonly string[]
  /** Items whose publisher or topic the reader hid. */
  readonly hidden: readonly { readonly item: string; readonly target: string | null }[]
}

export const noPast: ReaderPast = { history: [], dismissed: [], hidden: [] }

/** Kinds that change what the next list may hold. */
export const pastKinds = [...historyKinds, 'dismiss', 'hide'] as const
const matters: ReadonlySet<string> = new Set(pastKinds)
const mostSignals = 5000

export interface ReaderMemory {
  past(reader: string): Promise<ReaderPast>
  /** Events that were just accepted: their readers are read again on the next request. */
  observe(events: readonly StoredEvent[]): void
  forgetAll(): void
}

export function openReaderMemory(kernel: Pick<Kernel, 'database' | 'log'>, size = 2000): ReaderMemory {
  const known = new Map<string, ReaderPast>()
  // A reading that began before an event must not be kept after it.
  let changes = 0
  const changedAt = new Map<string, number>()
  let allChangedAt = 0
  const keep = (reader: string, past: ReaderPast): void => {
    known.set(reader, past)
    if (known.size > size) known.delete(known.keys().next().value!)
  }
  return {
    async past(reader) {
      const found = known.get(reader)
      if (found !== undefined) {
        known.delete(reader)
        known.set(reader, found)
        return found
      }
      const began = changes
      const past = pastOf(await signalsOf(kernel, reader, { kinds: pastKinds, limit: mostSignals }))
      if ((changedAt.get(reader) ?? 0) <= began && allChangedAt <= began) keep(reader, past)
      return past
    },
    observe(events) {
      for (const { reader, kind } of events) {
        if (!matters.has(kind)) continue
        changes += 1
        known.delete(reader)
        changedAt.set(reader, changes)
      }
      if (changedAt.size <= size) return
      // Rather everybody is read again than this map grows with the audience.
      changedAt.clear()
      known.clear()
      allChangedAt = changes
    },
    forgetAll() {
      changes += 1
      allChangedAt = changes
      known.clear()
    },
  }
}

/** `signals` come newest first. */
function pastOf(signals: readonly Signal[]): ReaderPast {
  const interest: ReadonlySet<string> = new Set(historyKinds)
  const newest = new Map<string, number>()
  for (const { item, kind, at } of signals) if (interest.has(kind) && !newest.has(item)) newest.set(item, at)
  return {
    history: Array.from(newest, ([item, at]) => ({ item, at })).reverse(),
    dismissed: signals.filter(({ kind }) => kind === 'dismiss').map(({ item }) => item),
    hidden: signals.filter(({ kind }) => kind === 'hide').map(({ item, detail }) => ({ item, target: detail })),
  }
}
