import {
  newSection,
  newSectionItem,
  section,
  sectionChange,
  sectionItemMove,
  sectionItemRemoval,
  sectionList,
  sectionsQuery,
} from '@lectern/protocol/rest/sections.ts'
import type { Context } from 'hono'
import { guarded } from '../kernel/http/guarded.ts'
import { createRoute, type HttpEnv, json, newRoutes, problemResponses, type Routes, z } from '../kernel/http/http.ts'
import {
  addToSection,
  changeSection,
  createSection,
  deleteSection,
  listSections,
  moveInSection,
  removeFromSection,
  restoreSection,
  restoreToSection,
  type SectionChanged,
  type SectionReach,
  surfaceOfSection,
} from './sections.ts'

const tags = ['Desk']
const params = z.object({ id: z.string().min(1).max(64) })
const memberParams = params.extend({ item: z.string().min(1).max(256) })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const problems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found', 'conflict', 'unavailable')
const told = { 200: json(section, 'The section as it is now'), ...problems }
const route = <M extends 'get' | 'post' | 'put' | 'patch' | 'delete', P extends string>(method: M, path: P) => ({
  method,
  path: `/v1/desk/sections${path}` as `/v1/desk/sections${P}`,
  tags,
})

const list = createRoute({
  ...route('get', ''),
  summary: 'The sections of a surface, whatever their status, in their order',
  request: { query: sectionsQuery },
  responses: { 200: json(sectionList, 'All of them'), ...problems },
})
const create = createRoute({
  ...route('post', ''),
  summary: 'Make a section, at the end of its surface',
  request: { body: body(newSection) },
  responses: told,
})
const change = createRoute({
  ...route('patch', '/{id}'),
  summary: 'Change what is named: title, days, marks, its place; enable what a model made',
  request: { params, body: body(sectionChange) },
  responses: told,
})
const remove = createRoute({
  ...route('delete', '/{id}'),
  summary: 'Delete a section; no model makes it again',
  request: { params },
  responses: { 204: { description: 'Done' }, ...problems },
})
const restore = createRoute({
  ...route('post', '/{id}/restore'),
  summary: 'Take a deletion back',
  request: { params },
  responses: told,
})
const addItem = createRoute({
  ...route('post', '/{id}/items'),
  summary: 'Put an item into a section',
  request: { params, body: body(newSectionItem) },
  responses: told,
})
const moveItem = createRoute({
  ...route('patch', '/{id}/items/{item}'),
  summary: 'Give an item another rank',
  request: { params: memberParams, body: body(sectionItemMove) },
  responses: told,
})
const removeItem = createRoute({
  ...route('put', '/{id}/items/{item}/removal'),
  summary: 'Take an item out, with a reason; no model puts it back',
  request: { params: memberParams, body: body(sectionItemRemoval) },
  responses: told,
})
const restoreItem = createRoute({
  ...route('delete', '/{id}/items/{item}/removal'),
  summary: 'Take a removal back: the item stands where it stood',
  request: { params: memberParams },
  responses: told,
})

/** `changed` answers when this process serves the sections as they are now. */
export function sectionRoutes(reach: SectionReach, changed: () => Promise<void>): Routes {
  const routes = newRoutes()
  const answer = async (c: Context<HttpEnv>, done: SectionChanged) => {
    if (done.kind === 'refused') return done
    await changed()
    return c.json(done.section, 200)
  }
  const ofSection = async (id: string) => ({ kind: 'edit', surface: await surfaceOfSection(reach.kernel, id) }) as const
  routes.openapi(list, (c) =>
    guarded(c, { kind: 'read' }, async () =>
      c.json(await listSections(reach, c.req.valid('query').surface), 200, { 'cache-control': 'no-store' }),
    ),
  )
  routes.openapi(create, (c) => {
    const wanted = c.req.valid('json')
    const need = { kind: 'edit', surface: wanted.surface } as const
    return guarded(c, need, async (actor) => await answer(c, await createSection(reach, actor, wanted)))
  })
  routes.openapi(change, async (c) => {
    const { id } = c.req.valid('param')
    const wanted = { id, change: c.req.valid('json') }
    return await guarded(c, await ofSection(id), async (actor) => answer(c, await changeSection(reach, actor, wanted)))
  })
  routes.openapi(remove, async (c) => {
    const { id } = c.req.valid('param')
    return await guarded(c, await ofSection(id), async (actor) => {
      const done = await deleteSection(reach, actor, id)
      if (done.kind === 'refused') return done
      await changed()
      return c.body(null, 204)
    })
  })
  routes.openapi(restore, async (c) => {
    const { id } = c.req.valid('param')
    return await guarded(c, await ofSection(id), async (actor) => answer(c, await restoreSection(reach, actor, id)))
  })
  routes.openapi(addItem, async (c) => {
    const { id } = c.req.valid('param')
    const wanted = { section: id, ...c.req.valid('json') }
    return await guarded(c, await ofSection(id), async (actor) => answer(c, await addToSection(reach, actor, wanted)))
  })
  routes.openapi(moveItem, async (c) => {
    const { id, item } = c.req.valid('param')
    const wanted = { section: id, item, ...c.req.valid('json') }
    return await guarded(c, await ofSection(id), async (actor) => answer(c, await moveInSection(reach, actor, wanted)))
  })
  routes.openapi(removeItem, async (c) => {
    const { id, item } = c.req.valid('param')
    const why = { section: id, item, ...c.req.valid('json') }
    return await guarded(c, await ofSection(id), async (actor) => answer(c, await removeFromSection(reach, actor, why)))
  })
  routes.openapi(restoreItem, async (c) => {
    const { id, item } = c.req.valid('param')
    const which = { section: id, item }
    return await guarded(c, await ofSection(id), async (actor) =>
      answer(c, await restoreToSection(reach, actor, which)),
    )
  })
  return routes
}
