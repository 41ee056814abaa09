// Publishers over HTTP: the list, what is decided about one, and the evidence.
import { evidenceBody, publisherPage, publisherPatch, publisherQuery } from '@lectern/protocol/rest/desk-corpus.ts'
import { publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { guarded } from '../../kernel/http/guarded.ts'
import { createRoute, json, newRoutes, type Routes, z } from '../../kernel/http/http.ts'
import { deskProblems, unstored } from '../guard.ts'
import type { DeskReach } from '../reach.ts'
import { addEvidence, removeEvidence } from './evidence.ts'
import { changePublisher } from './publishers.ts'
import { selectPublishers } from './queries.ts'

const tags = ['Desk']
const domain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'a host name in small letters, without www.')
const params = z.object({ domain })

const list = createRoute({
  method: 'get',
  path: '/v1/desk/publishers',
  tags,
  summary: 'Publishers by domain, with trust and the evidence for it',
  request: { query: publisherQuery },
  responses: { 200: json(publisherPage, 'A page'), ...deskProblems },
})
const change = createRoute({
  method: 'patch',
  path: '/v1/desk/publishers/{domain}',
  tags,
  summary: 'Trust, exclude, name a publisher (chief editors). What is not named stays as it is.',
  request: { params, body: { required: true, content: { 'application/json': { schema: publisherPatch } } } },
  responses: { 200: json(publisher, 'As it is now'), ...deskProblems },
})
const add = createRoute({
  method: 'post',
  path: '/v1/desk/publishers/{domain}/evidence',
  tags,
  summary: 'Add what is known of a publisher, and from whom (chief editors)',
  request: { params, body: { required: true, content: { 'application/json': { schema: evidenceBody } } } },
  responses: { 200: json(publisher, 'As it is now'), ...deskProblems },
})
const remove = createRoute({
  method: 'delete',
  path: '/v1/desk/publishers/{domain}/evidence/{id}',
  tags,
  summary: 'Remove evidence (chief editors)',
  request: { params: params.extend({ id: z.coerce.number().int() }) },
  responses: { 200: json(publisher, 'As it is now'), ...deskProblems },
})

export function publisherRoutes(desk: DeskReach): Routes {
  const routes = newRoutes()
  routes.openapi(list, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const which = c.req.valid('query')
      const publishers = await selectPublishers(desk.kernel.database.db, which)
      const next = publishers.length < which.limit ? null : publishers.at(-1)!.domain
      return c.json({ publishers, next }, 200, unstored)
    }),
  )
  routes.openapi(change, (c) =>
    guarded(c, { kind: 'lead' }, async (actor) => {
      const done = await changePublisher(desk, actor, { ...c.req.valid('param'), patch: c.req.valid('json') })
      return done.kind === 'refused' ? done : c.json(done.publisher, 200)
    }),
  )
  routes.openapi(add, (c) =>
    guarded(c, { kind: 'lead' }, async (actor) =>
      c.json(await addEvidence(desk, actor, { ...c.req.valid('param'), evidence: c.req.valid('json') }), 200),
    ),
  )
  routes.openapi(remove, (c) =>
    guarded(c, { kind: 'lead' }, async (actor) => {
      const done = await removeEvidence(desk, actor, c.req.valid('param'))
      return done.kind === 'refused' ? done : c.json(done.publisher, 200)
    }),
  )
  return routes
}
