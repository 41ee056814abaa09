// When a feed is polled next. One that brings something is asked more often, one that does not less; one that fails is
// left alone for twice as long each time. Chance keeps feeds that were listed together from being asked together.

export interface Polled {
  readonly outcome: 'new' | 'same' | 'failed'
  /** As it was so far. */
  readonly intervalMs: number
  /** In a row, with this one. */
  readonly failures: number
  /** What its server asked for, milliseconds: Retry-After, or how long its answer is fresh. */
  readonly notBeforeMs: number
  /** A hub tells what is new; polling only makes sure. */
  readonly subscribed: boolean
}

const minute = 60_000
const hour = 60 * minute
const least = 15 * minute
const most = 24 * hour
const withHub = 12 * hour
/** Nobody may keep us away for longer. */
const longestWish = 24 * hour

/** @param random from 0 to 1. */
export function nextPoll(polled: Polled, random: number): { readonly intervalMs: number; readonly waitMs: number } {
  const intervalMs = Math.round(clamp(polled.intervalMs * { new: 0.5, same: 1.25, failed: 1 }[polled.outcome]))
  const regular = polled.subscribed ? Math.max(intervalMs, withHub) : intervalMs
  const base = polled.outcome === 'failed' ? Math.min(most, least * 2 ** Math.min(polled.failures - 1, 10)) : regular
  const wish = Math.min(polled.notBeforeMs, longestWish)
  // 0.9 to 1.1 of the time; never earlier than wished.
  return { intervalMs, waitMs: Math.round(Math.max(base * (0.9 + 0.2 * random), wish * (1 + 0.1 * random))) }
}

const clamp = (ms: number): number => Math.min(most, Math.max(least, ms))

/** Milliseconds that `Retry-After` asks for; 0 when it asks for nothing that can be read. */
export function retryAfterMs(value: string | undefined, now: number): number {
  if (value === undefined) return 0
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}

/** Milliseconds for which an answer is fresh by `Cache-Control`, at most six hours: news is not what caches are set for. */
export function freshMs(cacheControl: string | undefined): number {
  const seconds = Number(/(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(cacheControl ?? '')?.[1] ?? 0)
  return Math.min(seconds * 1000, 6 * hour)
}
