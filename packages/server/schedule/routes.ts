import {
  board,
  boardQuery,
  candidateList,
  candidateQuery,
  changedBoard,
  copiedDay,
  dayCopy,
  dayReview,
  entryMove,
  entryRemoval,
  newEntry,
} from '@lectern/protocol/rest/schedule.ts'
import type { Context } from 'hono'
import { cardOf, findTitled } from '../items/items.ts'
import { guarded } from '../kernel/http/guarded.ts'
import { createRoute, type HttpEnv, json, newRoutes, problemResponses, type Routes, z } from '../kernel/http/http.ts'
import { todayOf } from './reach.ts'
import {
  addEntry,
  boardOf,
  type Changed,
  copyDay,
  moveEntry,
  removeEntry,
  restoreEntry,
  reviewDay,
  type ScheduleReach,
  surfaceOfEntry,
  takeBackEntry,
} from './schedule.ts'

const tags = ['Desk']
const params = z.object({ id: z.string().min(1).max(64) })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const problems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found', 'conflict', 'unavailable')
const told = { 200: json(changedBoard, 'The board as it is now'), ...problems }

const get = createRoute({
  method: 'get',
  path: '/v1/desk/schedule',
  tags,
  summary: 'The board of a surface and day, with what it is made of',
  request: { query: boardQuery },
  responses: { 200: json(board, 'The board'), ...problems },
})
const candidates = createRoute({
  method: 'get',
  path: '/v1/desk/schedule/candidates',
  tags,
  summary: 'Items by words of their title, the newest first, to be put on a board or into a section',
  request: { query: candidateQuery },
  responses: { 200: json(candidateList, 'At most 20'), ...problems },
})
const add = createRoute({
  method: 'post',
  path: '/v1/desk/schedule',
  tags,
  summary: 'Put an item on a board',
  description:
    'What stands there already is a conflict; excluded domains, days that are past or too far ahead are invalid.',
  request: { body: body(newEntry) },
  responses: told,
})
const move = createRoute({
  method: 'patch',
  path: '/v1/desk/schedule/{id}',
  tags,
  summary: 'Move an entry to another place or day',
  request: { params, body: body(entryMove) },
  responses: told,
})
const takeBack = createRoute({
  method: 'delete',
  path: '/v1/desk/schedule/{id}',
  tags,
  summary: 'Take back what you just put on a board (within an hour, no reason asked)',
  request: { params },
  responses: told,
})
const remove = createRoute({
  method: 'put',
  path: '/v1/desk/schedule/{id}/removal',
  tags,
  summary: 'Take an entry off its board, with a reason; no model puts it back',
  request: { params, body: body(entryRemoval) },
  responses: told,
})
const restore = createRoute({
  method: 'delete',
  path: '/v1/desk/schedule/{id}/removal',
  tags,
  summary: 'Take a removal back: the entry stands where it stood',
  request: { params },
  responses: told,
})
const copy = createRoute({
  method: 'post',
  path: '/v1/desk/schedule/copies',
  tags,
  summary: 'Copy a day to the end of another',
  request: { body: body(dayCopy) },
  responses: { 200: json(copiedDay, 'The board it was copied to, and what was skipped'), ...problems },
})
const review = createRoute({
  method: 'put',
  path: '/v1/desk/schedule/reviews',
  tags,
  summary: 'Say that a board was looked at; the next change takes it back',
  request: { body: body(dayReview) },
  responses: { 200: json(board, 'The board as it is now'), ...problems },
})

/** `changed` answers when this process serves the boards as they are now. */
export function scheduleRoutes(reach: ScheduleReach, changed: () => Promise<void>): Routes {
  const routes = newRoutes()
  const edit = (surface: string | null) => ({ kind: 'edit', surface }) as const
  const answer = async (c: Context<HttpEnv>, done: Changed) => {
    if (done.kind === 'refused') return done
    await changed()
    return c.json({ board: done.board, entry: done.entry }, 200)
  }
  const ofEntry = async (id: string) => edit(await surfaceOfEntry(reach.kernel, id))
  routes.openapi(get, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const { surface, day = todayOf(reach, surface) } = c.req.valid('query')
      return c.json(await boardOf(reach, { surface, day }), 200, { 'cache-control': 'no-store' })
    }),
  )
  routes.openapi(candidates, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const found = await findTitled(reach.kernel, c.req.valid('query').search, 20)
      return c.json({ items: found.map(cardOf) }, 200, { 'cache-control': 'no-store' })
    }),
  )
  routes.openapi(add, (c) => {
    const wanted = c.req.valid('json')
    return guarded(c, edit(wanted.surface), async (actor) => await answer(c, await addEntry(reach, actor, wanted)))
  })
  routes.openapi(move, async (c) => {
    const { id } = c.req.valid('param')
    const move = { id, ...c.req.valid('json') }
    return await guarded(c, await ofEntry(id), async (actor) => await answer(c, await moveEntry(reach, actor, move)))
  })
  routes.openapi(takeBack, async (c) => {
    const { id } = c.req.valid('param')
    return await guarded(c, await ofEntry(id), async (actor) => await answer(c, await takeBackEntry(reach, actor, id)))
  })
  routes.openapi(remove, async (c) => {
    const { id } = c.req.valid('param')
    const why = { id, ...c.req.valid('json') }
    return await guarded(c, await ofEntry(id), async (actor) => await answer(c, await removeEntry(reach, actor, why)))
  })
  routes.openapi(restore, async (c) => {
    const { id } = c.req.valid('param')
    return await guarded(c, await ofEntry(id), async (actor) => await answer(c, await restoreEntry(reach, actor, id)))
  })
  routes.openapi(copy, (c) => {
    const days = c.req.valid('json')
    return guarded(c, edit(days.surface), async (actor) => {
      const done = await copyDay(reach, actor, days)
      if (done.kind === 'refused') return done
      await changed()
      return c.json({ board: done.board, added: done.added, skipped: [...done.skipped] }, 200)
    })
  })
  routes.openapi(review, (c) => {
    const said = c.req.valid('json')
    return guarded(c, edit(said.surface), async (actor) => c.json(await reviewDay(reach, actor, said), 200))
  })
  return routes
}
