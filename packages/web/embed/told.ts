// What happened to the list, on its way to Lectern: in batches, the last one outliving the page. A call is made again
// after a failure, and ids keep the count right.
import { type Call, newId } from '@lectern/protocol/client/call.ts'
import type { List, Listed } from '@lectern/protocol/client/client.ts'
import { createImpressionWatcher } from '../state/impressions.ts'

type Kind = 'impression' | 'open' | 'dismiss'

export interface Told {
  /** Tells once that the item was seen: half of it, for a second. */
  seen(card: Element, list: List, line: Listed): void
  /** Tells at once: the page may be left by it. */
  now(kind: Kind, list: List, line: Listed): void
  close(): void
}

const batchEveryMs = 2000
/** What a browser lets outlive a page is 64 KB. */
const batchSize = 100

export function openTold(call: Call, from: { readonly surface: string; readonly device: string }): Told {
  const waiting: unknown[] = []
  const watcher = createImpressionWatcher()
  const unwatch: (() => void)[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const add = (kind: Kind, list: List, { item, slot }: Listed): void => {
    waiting.push({ kind, item: item.id, ...from, id: newId(), at: Date.now(), slate: list.slate, slot })
  }
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0) {
      const body = { version: 1, events: waiting.splice(0, batchSize) }
      call('/v1/events', { body, keepalive: true }).catch(() => undefined)
    }
  }
  addEventListener('pagehide', flush)
  return {
    seen(card, list, line) {
      const seen = (): void => {
        add('impression', list, line)
        timer ||= setTimeout(flush, batchEveryMs)
      }
      unwatch.push(watcher.watch(card, seen))
    },
    now(kind, list, line) {
      add(kind, list, line)
      flush()
    },
    close() {
      for (const stop of unwatch) stop()
      removeEventListener('pagehide', flush)
      flush()
    },
  }
}
