// Where Firefox's telemetry arrives once `telemetry.fog.test.localhost_port` names our port: all of it comes, what a New
// Tab tells of its stories is read, everything else is let go unread.
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { type HttpEnv, newRoutes, problemResponse, type Routes } from '../../kernel/http/http.ts'
import { type PingWorld, takePing } from './firefox.ts'
import { maxPackedBytes, maxUnpackedBytes, readPing } from './ping.ts'

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const tooLarge = `A ping may have ${maxPackedBytes} bytes packed and ${maxUnpackedBytes} unpacked.`

/** Firefox itself names no origin and no site; a web page cannot help doing so, and none may speak for a New Tab. */
const notFromPages = createMiddleware<HttpEnv>(async (c, next) => {
  if (c.req.header('origin') === undefined && (c.req.header('sec-fetch-site') ?? 'none') === 'none') return await next()
  return problemResponse(c, 'not-allowed', 'Pings come from Firefox itself, not from a page.')
})
const limit = bodyLimit({ maxSize: maxPackedBytes, onError: (c) => problemResponse(c, 'too-large', tooLarge) })

export function firefoxRoutes(world: PingWorld): Routes {
  const routes = newRoutes()
  routes.post('/submit/firefox-desktop/:ping{newtab|newtab-content}/1/:document', notFromPages, limit, async (c) => {
    const document = c.req.param('document').toLowerCase()
    if (!uuid.test(document)) return problemResponse(c, 'invalid', 'The last part of the address is a UUID.')
    const read = await readPing(new Uint8Array(await c.req.arrayBuffer()))
    switch (read.kind) {
      case 'ping':
        await takePing(world, read.ping, document)
        return c.body(null, 200)
      case 'malformed':
        return problemResponse(c, 'invalid', read.detail)
      case 'too-large':
        return problemResponse(c, 'too-large', tooLarge)
    }
  })
  routes.post('/submit/*', notFromPages, (c) => c.body(null, 200))
  return routes
}
