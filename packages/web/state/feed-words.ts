// The health of a feed, and times beside now, in words.
import type { Feed, PolledFeed } from '@lectern/protocol/rest/feeds.ts'

export type Health = 'well' | 'new' | 'failing' | 'paused' | 'gone'

export function healthOf({ state, failures, polledAt }: Pick<Feed, 'state' | 'failures' | 'polledAt'>): Health {
  if (state !== 'active') return state
  if (failures > 0) return 'failing'
  return polledAt === null ? 'new' : 'well'
}

export const healthWords: Readonly<Record<Health, string>> = {
  well: 'Well',
  new: 'Not polled yet',
  failing: 'Failing',
  paused: 'Paused',
  gone: 'Gone',
}

const units = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
] as const

/** `in 5 minutes`, `yesterday`; `now` within a minute. */
export function besideNow(at: number, now: number, locale?: string): string {
  const ms = at - now
  if (Math.abs(ms) < 60_000) return 'now'
  const [unit, size] = units.findLast(([, each]) => Math.abs(ms) >= each)!
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(ms / size), unit)
}

const outcomes: Readonly<Record<PolledFeed['outcome'], string>> = {
  new: 'something new',
  same: 'nothing new',
  failed: 'it failed',
  gone: 'it is gone',
  taken: 'it is being polled already',
  paused: 'it is paused',
}
export const outcomeWords = (outcome: PolledFeed['outcome']): string => outcomes[outcome]

/** What somebody looks for, in title, folder or address. */
export function feedFits(feed: Pick<Feed, 'title' | 'folder' | 'url'>, wanted: string): boolean {
  const text = `${feed.title} ${feed.folder ?? ''} ${feed.url}`.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
