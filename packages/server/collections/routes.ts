import {
  collection,
  collectionBody,
  collectionList,
  collectionUpdate,
  publicCollection,
  slug,
} from '@lectern/protocol/rest/collections.ts'
import { guarded } from '../kernel/http/guarded.ts'
import { createRoute, json, newRoutes, problemResponse, problemResponses, type Routes, z } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import {
  createCollection,
  findCollection,
  listCollections,
  publishedCollection,
  updateCollection,
} from './collections.ts'

const tags = ['Desk']
const params = z.object({ id: z.uuid() })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const problems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found', 'conflict', 'unavailable')
const unstored = { 'cache-control': 'no-store' } as const
/** A collection belongs to no surface: every editor works on it. */
const edit = { kind: 'edit', surface: null } as const

const list = createRoute({
  method: 'get',
  path: '/v1/desk/collections',
  tags,
  summary: 'Collections, the one changed last first',
  responses: { 200: json(collectionList, 'All of them'), ...problems },
})
const create = createRoute({
  method: 'post',
  path: '/v1/desk/collections',
  tags,
  summary: 'Make a collection',
  request: { body: body(collectionBody) },
  responses: { 200: json(collection, 'As it is now'), ...problems },
})
const get = createRoute({
  method: 'get',
  path: '/v1/desk/collections/{id}',
  tags,
  summary: 'A collection as editors see it',
  request: { params },
  responses: { 200: json(collection, 'The whole of it'), ...problems },
})
const update = createRoute({
  method: 'put',
  path: '/v1/desk/collections/{id}',
  tags,
  summary: 'Change a collection: the whole of it, with the version that was edited',
  description: 'What is left out is refused, so nothing is lost by being left out.',
  request: { params, body: body(collectionUpdate) },
  responses: { 200: json(collection, 'As it is now'), ...problems },
})
const shown = createRoute({
  method: 'get',
  path: '/v1/collections/{slug}',
  tags: ['Lists'],
  summary: 'A published collection',
  request: { params: z.object({ slug }) },
  responses: { 200: json(publicCollection, 'For everybody'), ...problemResponses('not-found', 'unavailable') },
})

export function collectionRoutes(kernel: Pick<Kernel, 'database' | 'clock' | 'chance'>): Routes {
  const routes = newRoutes()
  routes.openapi(list, (c) =>
    guarded(c, { kind: 'read' }, async () => c.json({ collections: await listCollections(kernel) }, 200, unstored)),
  )
  routes.openapi(create, (c) =>
    guarded(c, edit, async (actor) => {
      const done = await createCollection(kernel, actor, c.req.valid('json'))
      return done.kind === 'refused' ? done : c.json(done.collection, 200)
    }),
  )
  routes.openapi(get, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const { id } = c.req.valid('param')
      const found = await findCollection(kernel, id)
      if (found !== undefined) return c.json(found, 200, unstored)
      return { kind: 'refused', problem: 'not-found', detail: `No collection has the id "${id}".` } as const
    }),
  )
  routes.openapi(update, (c) =>
    guarded(c, edit, async (actor) => {
      const wanted = { id: c.req.valid('param').id, ...c.req.valid('json') }
      const done = await updateCollection(kernel, actor, wanted)
      return done.kind === 'refused' ? done : c.json(done.collection, 200)
    }),
  )
  routes.openapi(shown, async (c) => {
    const found = await publishedCollection(kernel, c.req.valid('param').slug)
    if (found !== null) return c.json(found, 200, { 'cache-control': 'public, max-age=30' })
    return problemResponse(c, 'not-found', 'No published collection has this address.') as never
  })
  return routes
}
