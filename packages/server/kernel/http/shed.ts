// Too much at once: lists are made more cheaply first, then writes are refused with a time to come back, and what is under
// way is finished. Lists are never refused.
import { performance } from 'node:perf_hooks'
import type { MiddlewareHandler } from 'hono'
import { type HttpEnv, problemResponse } from './http.ts'

interface Limits {
  /** Requests under way from which on lists are made more cheaply. */
  readonly busy: number
  /** Writes under way from which on further ones are refused. */
  readonly writes: number
  /** Milliseconds by which timers are late, from which on the same is done when several wait. */
  readonly busyLagMs: number
  readonly writesLagMs: number
}

const defaults: Limits = { busy: 128, writes: 128, busyLagMs: 100, writesLagMs: 500 }
const tickMs = 50
/** One long computation with nobody waiting is no overload. */
const someUnderWay = 16
const retryAfterSeconds = 2

export interface Shedding {
  /** Counts every request; put it first. */
  readonly count: MiddlewareHandler<HttpEnv>
  /** Refuses a write when there are too many; put it before what writes. */
  readonly write: MiddlewareHandler<HttpEnv>
  /** True: make lists the cheaper way. */
  busy(): boolean
  inFlight(): { readonly requests: number; readonly writes: number }
  /** How late timers are, milliseconds. */
  lagMs(): number
  close(): void
}

export function openShedding(limits: Partial<Limits> = {}): Shedding {
  const { busy, writes: mostWrites, busyLagMs, writesLagMs } = { ...defaults, ...limits }
  let requests = 0
  let writes = 0
  let lag = 0
  let due = performance.now() + tickMs
  const timer = setInterval(() => {
    const now = performance.now()
    // Rises at once, falls by half each tick: one long pause is forgotten in a quarter of a second.
    lag = Math.max(Math.max(0, now - due), lag / 2)
    due = now + tickMs
  }, tickMs).unref()
  const lagMs = (): number => Math.max(lag, performance.now() - due)
  return {
    async count(_, next) {
      requests += 1
      try {
        await next()
      } finally {
        requests -= 1
      }
    },
    async write(c, next) {
      if (c.req.method === 'GET' || c.req.method === 'HEAD') return await next()
      if (writes >= mostWrites || (writes >= someUnderWay && lagMs() >= writesLagMs)) {
        const refused = problemResponse(c, 'unavailable', 'Too much is being written at once; send it again later.')
        refused.headers.set('retry-after', String(retryAfterSeconds))
        return refused
      }
      writes += 1
      try {
        await next()
      } finally {
        writes -= 1
      }
    },
    busy: () => requests >= busy || (requests >= someUnderWay && lagMs() >= busyLagMs),
    inFlight: () => ({ requests, writes }),
    lagMs,
    close: () => clearInterval(timer),
  }
}
