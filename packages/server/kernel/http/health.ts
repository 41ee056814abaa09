// Two questions of an orchestrator: is the process alive (restart it if not), may it get requests (route around it).
import { z } from 'zod'
import { createRoute, json, newRoutes, type Routes } from './http.ts'

const health = z.object({ status: z.enum(['ok', 'away']), checks: z.record(z.string(), z.boolean()) })

/** Each check answers true when its part is usable. */
export function healthRoutes(checks: Readonly<Record<string, () => Promise<boolean>>>): Routes {
  return newRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/health/live',
        tags: ['Health'],
        summary: 'The process runs',
        responses: { 200: json(health, 'Alive') },
      }),
      (c) => c.json({ status: 'ok' as const, checks: {} }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/health/ready',
        tags: ['Health'],
        summary: 'Requests are welcome',
        responses: { 200: json(health, 'Ready'), 503: json(health, 'Not ready; the failing checks are false') },
      }),
      async (c) => {
        const results = await Promise.all(
          Object.entries(checks).map(async ([name, check]) => [name, await check()] as const),
        )
        const ready = results.every(([, ok]) => ok)
        return c.json(
          { status: ready ? ('ok' as const) : ('away' as const), checks: Object.fromEntries(results) },
          ready ? 200 : 503,
        )
      },
    ) as Routes
}
