// Where hubs call. Open to everybody, and of no use to who knows neither the last part of the address nor the secret.
import { newRoutes, type Routes } from '../kernel/http/http.ts'
import type { PollReach } from './poll-feed.ts'
import { confirmIntent, takeDelivery } from './websub.ts'

export function websubRoutes(reach: PollReach): Routes {
  const routes = newRoutes()
  routes.get('/websub/:callback', async (c) => {
    const { 'hub.mode': mode = '', 'hub.topic': topic = '', 'hub.challenge': challenge = '' } = c.req.query()
    const leaseSeconds = Number(c.req.query('hub.lease_seconds') ?? 0) || 0
    const echo = await confirmIntent(reach, c.req.param('callback'), { mode, topic, challenge, leaseSeconds })
    // Plain text: what is echoed must be no page.
    return echo === null ? c.text('Not asked for.', 404) : c.text(echo, 200, { 'x-content-type-options': 'nosniff' })
  })
  routes.post('/websub/:callback', async (c) => {
    const taken = await takeDelivery(reach, c.req.param('callback'), {
      body: new Uint8Array(await c.req.arrayBuffer()),
      signature: c.req.header('x-hub-signature') ?? '',
      contentType: c.req.header('content-type') ?? null,
    })
    // Gone: the hub may forget us. Not signed is answered as taken, so that nobody learns a secret by trying.
    return taken === 'unknown' ? c.text('Not asked for.', 410) : c.body(null, 202)
  })
  return routes
}
