// What a reader does with a card: shown at once, told to the server, and taken back by one press.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { Recommendation, Slate } from '@lectern/protocol/rest/recommendations.ts'
import { restoreFocus } from './card-focus.ts'
import { deviceId } from './device.ts'
import { events } from './events.ts'
import { setSignal } from './reader.ts'
import { showToast } from './toasts.ts'

export type Mark = 'save' | 'like' | 'dismiss'

const impressionDelayMs = 3_000

const said = {
  save: { on: (title: string) => `Saved “${title}”`, off: (title: string) => `“${title}” is no longer saved` },
  like: { on: (title: string) => `You like “${title}”`, off: (title: string) => `Like taken back: “${title}”` },
  dismiss: { on: (title: string) => `Removed “${title}”`, off: (title: string) => `“${title}” is back` },
} satisfies Record<Mark, unknown>

export interface CardActions {
  mark(entry: Recommendation, kind: Mark, on: boolean): void
  opened(entry: Recommendation): void
  seen(entry: Recommendation): void
}

export function cardActions(slate: Slate, reader: Me['reader']): CardActions {
  const about = (entry: Recommendation) => ({
    item: entry.item.id,
    surface: slate.surface,
    slate: slate.slate,
    slot: entry.slot,
    ...(reader ? {} : { device: deviceId() }),
  })

  function set(entry: Recommendation, kind: Mark, on: boolean): void {
    setSignal({ item: entry.item.id, kind }, on, Date.now())
    events.push({ kind, ...about(entry), on }, 0)
  }

  return {
    mark(entry, kind, on) {
      set(entry, kind, on)
      showToast(said[kind][on ? 'on' : 'off'](shorten(entry.item.title)), () => {
        set(entry, kind, !on)
        restoreFocus(entry.item.id)
      })
    },
    opened(entry) {
      setSignal({ item: entry.item.id, kind: 'open' }, true, Date.now())
      events.push({ kind: 'open', ...about(entry) }, 0)
    },
    seen(entry) {
      events.push({ kind: 'impression', ...about(entry) }, impressionDelayMs)
    },
  }
}

const shorten = (title: string) => (title.length > 60 ? `${title.slice(0, 59).trimEnd()}…` : title)
