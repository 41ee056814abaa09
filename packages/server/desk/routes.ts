// Prospects over HTTP: the queue, editing, decisions, taking them back, many at once.
import {
  bulkAnswer,
  bulkBody,
  decided,
  decisionBody,
  decisionList,
  prospect,
  prospectPage,
  prospectPatch,
  prospectQuery,
  queueSummary,
} from '@lectern/protocol/rest/desk-prospects.ts'
import { guarded } from '../kernel/http/guarded.ts'
import { createRoute, json, newRoutes, problemResponses, type Routes, z } from '../kernel/http/http.ts'
import { corpusRoutes } from './corpus/routes.ts'
import { bulk } from './decisions/bulk.ts'
import { decide } from './decisions/decide.ts'
import { recentDecisions } from './decisions/recent.ts'
import { undo } from './decisions/undo.ts'
import { editProspect } from './edit.ts'
import { deskProblems, editorsWork, unstored } from './guard.ts'
import { publisherRoutes } from './publishers/routes.ts'
import { readQueue, readSummary } from './queue.ts'
import type { DeskReach } from './reach.ts'
import { viewRoutes } from './views/routes.ts'

const tags = ['Desk']
const params = z.object({ id: z.string().min(1).max(256) })
const decisionParams = z.object({ id: z.uuid() })
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

const queue = createRoute({
  method: 'get',
  path: '/v1/desk/prospects',
  tags,
  summary: 'What waits for a decision, the most valuable first, with warnings and publishers',
  request: { query: prospectQuery },
  responses: { 200: json(prospectPage, 'A page'), ...deskProblems },
})
const summary = createRoute({
  method: 'get',
  path: '/v1/desk/prospects/summary',
  tags,
  summary: 'How many wait, by source, topic, language, publisher and surface; what you did today',
  responses: { 200: json(queueSummary, 'Counts'), ...deskProblems },
})
const edit = createRoute({
  method: 'patch',
  path: '/v1/desk/prospects/{id}',
  tags,
  summary: 'Change what waits. What is not named stays as it is.',
  request: { params, ...body(prospectPatch) },
  responses: { 200: json(prospect, 'As it is now'), ...deskProblems },
})
const decision = createRoute({
  method: 'post',
  path: '/v1/desk/prospects/{id}/decision',
  tags,
  summary: 'Approve (and schedule), reject, dismiss, or put off',
  description: 'A conflict says who decided meanwhile. Approving needs a topic, a title, an excerpt and an author.',
  request: { params, ...body(decisionBody) },
  responses: { 200: json(decided, 'Decided'), ...deskProblems },
})
const decisions = createRoute({
  method: 'get',
  path: '/v1/desk/decisions',
  tags,
  summary: 'Your last 50 decisions, newest first',
  responses: { 200: json(decisionList, 'To take back, or to look at'), ...deskProblems },
})
const undoing = createRoute({
  method: 'post',
  path: '/v1/desk/decisions/{id}/undo',
  tags,
  summary: 'Take a decision back: everything it changed is as before',
  request: { params: decisionParams },
  responses: { 200: json(decided, 'The prospect as it is now'), ...deskProblems },
})
const many = createRoute({
  method: 'post',
  path: '/v1/desk/bulk',
  tags,
  summary: 'Decide about everything that filters mean (chief editors): a dry run without `token`, for real with it',
  request: body(bulkBody),
  responses: { 200: json(bulkAnswer, 'What is meant'), ...deskProblems, ...problemResponses('too-large') },
})

export function deskRoutes(desk: DeskReach): Routes {
  const { kernel } = desk
  const routes = newRoutes()
  routes.openapi(queue, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const page = await readQueue(desk, c.req.valid('query'))
      return 'kind' in page ? page : c.json(page, 200, unstored)
    }),
  )
  routes.openapi(summary, (c) =>
    guarded(c, { kind: 'read' }, async (actor) => c.json(await readSummary(kernel, actor.id), 200, unstored)),
  )
  routes.openapi(edit, (c) =>
    guarded(c, editorsWork, async (actor, caller) => {
      const edited = await editProspect(
        desk,
        { caller, actor },
        { id: c.req.valid('param').id, patch: c.req.valid('json') },
      )
      return edited.kind === 'refused' ? edited : c.json(edited.prospect, 200)
    }),
  )
  routes.openapi(decision, (c) =>
    guarded(c, editorsWork, async (actor, caller) => {
      const done = await decide(desk, { caller, actor }, { id: c.req.valid('param').id, body: c.req.valid('json') })
      return done.kind === 'refused' ? done : c.json(done.decided, 200)
    }),
  )
  routes.openapi(decisions, (c) =>
    guarded(c, editorsWork, async (actor) =>
      c.json({ decisions: await recentDecisions(kernel, actor.id) }, 200, unstored),
    ),
  )
  routes.openapi(undoing, (c) =>
    guarded(c, editorsWork, async (actor, caller) => {
      const done = await undo(desk, { caller, actor }, c.req.valid('param').id)
      return done.kind === 'refused' ? done : c.json(done.decided, 200)
    }),
  )
  routes.openapi(many, (c) =>
    guarded(c, { kind: 'lead' }, async (actor, caller) => {
      const done = await bulk(desk, { caller, actor }, c.req.valid('json'))
      return done.kind === 'refused' ? done : c.json(done.answer, 200)
    }),
  )
  for (const more of [corpusRoutes(desk), publisherRoutes(desk), viewRoutes(kernel)]) routes.route('/', more)
  return routes
}
