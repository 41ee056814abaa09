import { judgement } from '@lectern/protocol/rest/judging.ts'
import { createRoute, json, newRoutes, problemResponse, problemResponses, type Routes, z } from '../kernel/http/http.ts'
import { allow } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { reasonsOf } from './judging.ts'

const one = createRoute({
  method: 'get',
  path: '/v1/desk/prospects/{id}/judgement',
  tags: ['Desk'],
  summary: 'What models say of a prospect, and why (everybody with a role at the Desk)',
  request: { params: z.object({ id: z.string().min(1).max(256) }) },
  responses: {
    200: json(judgement, 'Topic, repeats, clickbait, expected value'),
    ...problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found'),
  },
})

export function judgingRoutes(kernel: Pick<Kernel, 'database'>): Routes {
  const routes = newRoutes()
  routes.openapi(one, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'read' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const { id } = c.req.valid('param')
    const found = await reasonsOf(kernel, id)
    if (found === null) return problemResponse(c, 'not-found', `Nothing was judged under "${id}" yet.`) as never
    return c.json(found, 200, { 'cache-control': 'no-store' })
  })
  return routes
}
