// Pages elsewhere: which may read our answers. Without cookies: a page proves nothing but the key it sends, and whether the
// key is good for its origin is decided where the key is read (accounts/identify.ts).
import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from '../kernel/http/http.ts'
import type { Surfaces } from './surfaces.ts'

const readable = 'etag, retry-after, ratelimit, ratelimit-policy, x-request-id'
const preflightSeconds = 600

export function crossOrigin(surfaces: Pick<Surfaces, 'knowsOrigin'>): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin')
    const known = origin !== undefined && surfaces.knowsOrigin(origin)
    if (c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined) {
      const headers = known
        ? {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-headers': 'authorization, content-type, if-none-match',
            'access-control-max-age': String(preflightSeconds),
          }
        : {}
      return new Response(null, { status: 204, headers: { ...headers, vary: 'Origin' } })
    }
    await next()
    // On the answer itself: through the context each would make another answer, with a stream for its body.
    const { headers } = c.res
    headers.append('vary', 'Origin')
    if (!known) return
    headers.set('access-control-allow-origin', origin)
    headers.set('access-control-expose-headers', readable)
  }
}
