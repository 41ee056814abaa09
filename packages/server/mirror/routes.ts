import { mirror, mirrorQuery, mostMirrorDays } from '@lectern/protocol/rest/mirror.ts'
import { addDays, type Day, daysBetween } from '../kernel/clock/days.ts'
import { guarded } from '../kernel/http/guarded.ts'
import { createRoute, json, newRoutes, problemResponses, type Routes } from '../kernel/http/http.ts'
import { type MirrorReach, openMirror } from './mirror.ts'

const usualDays = 28

const look = createRoute({
  method: 'get',
  path: '/v1/desk/mirror',
  tags: ['Desk'],
  summary: 'What became of what an editor chose, what readers wanted, what became of proposals of models',
  description: 'Totals only. Everybody at the Desk sees their own; chief editors, analysts and operators see all.',
  request: { query: mirrorQuery },
  responses: {
    200: json(mirror, 'As of now, or of the last ten minutes'),
    ...problemResponses('invalid', 'not-signed-in', 'not-allowed', 'unavailable'),
  },
})

export function mirrorRoutes(reach: MirrorReach): Routes {
  const inMirror = openMirror(reach)
  const routes = newRoutes()
  routes.openapi(look, async (c) => {
    const { surface, editor, ...asked } = c.req.valid('query')
    return await guarded(c, { kind: editor === 'me' ? 'read' : 'audit' }, async (actor) => {
      const days = daysOf(asked, reach.kernel.clock())
      if ('problem' in days) return { kind: 'refused', ...days }
      const whose = editor === 'me' ? actor.id : editor === 'all' ? null : editor
      const found = await inMirror({ surface: surface ?? null, ...days, editor: whose })
      return c.json(found, 200, { 'cache-control': 'no-store' })
    })
  })
  return routes
}

/** Whole days only: two looks that differ by a minute would tell what happened in it. */
function daysOf(
  { from, until }: { readonly from?: Day | undefined; readonly until?: Day | undefined },
  now: number,
): { readonly from: Day; readonly until: Day } | { readonly problem: 'invalid'; readonly detail: string } {
  const today = new Date(now).toISOString().slice(0, 10)
  const last = until ?? addDays(today, -1)
  const first = from ?? addDays(last, 1 - usualDays)
  const days = daysBetween(first, last) + 1
  const named = `from, until: ${first} to ${last}`
  if (last >= today)
    return { problem: 'invalid', detail: `${named} must end before today, ${today}: a day is told when it is over.` }
  if (days >= 1 && days <= mostMirrorDays) return { from: first, until: last }
  return { problem: 'invalid', detail: `${named} are ${days} days; 1 to ${mostMirrorDays} are allowed.` }
}
