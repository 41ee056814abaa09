import { eventBatch, eventReceipt, maxEventsPerBatch, wireEvent } from '@lectern/protocol/events/events.ts'
import type { Context } from 'hono'
import { limitBody } from '../kernel/http/body-limit.ts'
import { refusalOf } from '../kernel/http/caller.ts'
import {
  createRoute,
  type HttpEnv,
  json,
  newRoutes,
  problemResponse,
  problemResponses,
  type Routes,
} from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { EventFeed } from './feed.ts'
import { recordEvents } from './record.ts'

const maxBodyBytes = 1024 * 1024

/** What the contract tells; what is checked is the envelope, then each event on its own. */
const toldBatch = eventBatch.extend({ events: wireEvent.array().min(1).max(maxEventsPerBatch) })

const postEvents = createRoute({
  method: 'post',
  path: '/v1/events',
  tags: ['Events'],
  summary: 'Record what readers did',
  description:
    'Each event is checked on its own, counted once by its id, and durable when this answers. Send again what got no answer.',
  middleware: limitBody(maxBodyBytes, (c) =>
    problemResponse(c, 'too-large', `A request body may have ${maxBodyBytes} bytes; send smaller batches.`),
  ),
  request: { body: { content: { 'application/json': { schema: toldBatch } }, required: true } },
  responses: {
    200: json(eventReceipt, 'What was counted, what was known already, and what was refused and why'),
    ...problemResponses('invalid', 'bad-key', 'not-allowed', 'too-large', 'too-many', 'unavailable'),
  },
})

export function eventRoutes(kernel: Kernel, feed: EventFeed): Routes {
  const routes = newRoutes()
  const { middleware, ...told } = postEvents
  routes.openAPIRegistry.registerPath(told)
  routes.post(told.path, middleware, async (c) => {
    const refusal = refusalOf(c.get('caller'), { scope: 'events' })
    if (refusal !== null) return problemResponse(c, refusal.problem, refusal.detail)
    const body: unknown = await c.req.json().catch(() => undefined)
    const batch = eventBatch.safeParse(body)
    if (!batch.success) return refuseBatch(c, body, batch.error.issues)
    return c.json(await recordEvents(kernel, batch.data, c.get('caller'), feed), 200)
  })
  return routes
}

interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** A batch that does not fit as a whole; too many events is a matter of size, not of form. */
function refuseBatch(c: Context<HttpEnv>, body: unknown, issues: readonly Issue[]): Response {
  if (issues.some((issue) => issue.code === 'too_big' && issue.path[0] === 'events')) {
    const { events } = body as { events: unknown[] }
    const detail = `A batch may have ${maxEventsPerBatch} events; this one has ${events.length}. Send smaller batches.`
    return problemResponse(c, 'too-large', detail)
  }
  const errors = issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const detail = errors.map(({ path, message }) => `${path || 'body'}: ${message}`)[0]
  return problemResponse(c, 'invalid', detail ?? 'The batch does not fit the schema.', errors)
}
