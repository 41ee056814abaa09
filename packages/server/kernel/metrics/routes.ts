// /metrics for a collector on this machine, for one that shows the token of the configuration, and for administrators.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Config } from '../config/config.ts'
import { type HttpEnv, newRoutes, problemResponse, type Routes } from '../http/http.ts'
import type { Metrics } from './metrics.ts'

export function metricsRoutes(config: Config, metrics: Metrics): Routes {
  const routes = newRoutes()
  routes.get('/metrics', async (c) => {
    if (!mayLook(c, config.metrics.token)) {
      return problemResponse(
        c,
        'not-allowed',
        'Ask from the machine Lectern runs on, or send the configured metrics.token as a bearer token.',
      )
    }
    return c.body(await metrics.text(), 200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
  })
  return routes
}

function mayLook(c: Context<HttpEnv>, token: string | null): boolean {
  const caller = c.get('caller')
  if (caller?.kind === 'reader' && caller.role === 'admin') return true
  const shown = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (token !== null && shown !== undefined && timingSafeEqual(digest(token), digest(shown))) return true
  // A proxy on this machine speaks for somebody else.
  if (c.req.header('forwarded') !== undefined || c.req.header('x-forwarded-for') !== undefined) return false
  return isLoopback(addressOf(c))
}

function addressOf(c: Context<HttpEnv>): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress
}

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address)

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
