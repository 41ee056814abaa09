// Filters that an editor gave a name, for that editor alone.
import { view, viewBody, viewList } from '@lectern/protocol/rest/desk-prospects.ts'
import { guarded } from '../../kernel/http/guarded.ts'
import { createRoute, json, newRoutes, type Routes, z } from '../../kernel/http/http.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { deskProblems, unstored } from '../guard.ts'
import { refused } from '../reach.ts'
import { deleteView, putView, selectViews } from './queries.ts'

const tags = ['Desk']
const most = 50

const list = createRoute({
  method: 'get',
  path: '/v1/desk/views',
  tags,
  summary: 'Your saved filters',
  responses: { 200: json(viewList, 'By name'), ...deskProblems },
})
const put = createRoute({
  method: 'put',
  path: '/v1/desk/views',
  tags,
  summary: 'Save filters under a name, over those that have it',
  request: { body: { required: true, content: { 'application/json': { schema: viewBody } } } },
  responses: { 200: json(view, 'Saved'), ...deskProblems },
})
const remove = createRoute({
  method: 'delete',
  path: '/v1/desk/views/{id}',
  tags,
  summary: 'Forget saved filters',
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 204: { description: 'Forgotten' }, ...deskProblems },
})

export function viewRoutes({ database, clock, chance }: Pick<Kernel, 'database' | 'clock' | 'chance'>): Routes {
  const { db } = database
  const routes = newRoutes()
  routes.openapi(list, (c) =>
    guarded(c, { kind: 'read' }, async (actor) => c.json({ views: await selectViews(db, actor.id) }, 200, unstored)),
  )
  routes.openapi(put, (c) =>
    guarded(c, { kind: 'read' }, async (actor) => {
      const wanted = c.req.valid('json')
      const views = await selectViews(db, actor.id)
      if (views.length >= most && views.every(({ name }) => name !== wanted.name)) {
        return refused('invalid', `You have ${most} saved filters; forget one first.`)
      }
      const saved = await putView(db, { ...wanted, id: chance.uuid() }, { reader: actor.id, now: clock() })
      return c.json(saved, 200)
    }),
  )
  routes.openapi(remove, (c) =>
    guarded(c, { kind: 'read' }, async (actor) => {
      const { id } = c.req.valid('param')
      return (await deleteView(db, actor.id, id))
        ? c.body(null, 204)
        : refused('not-found', `You have no view "${id}".`)
    }),
  )
  return routes
}
