// The corpus over HTTP: search, one item with its history, editing, rejecting, restoring what was rejected.
import {
  corpusItem,
  corpusPage,
  corpusPatch,
  corpusQuery,
  itemHistory,
  rejectBody,
} from '@lectern/protocol/rest/desk-corpus.ts'
import { decided } from '@lectern/protocol/rest/desk-prospects.ts'
import { guarded } from '../../kernel/http/guarded.ts'
import { createRoute, json, newRoutes, type Routes, z } from '../../kernel/http/http.ts'
import { allOrNone } from '../decisions/all-or-none.ts'
import { rejectItemWithin } from '../decisions/reject.ts'
import { restoreRejected } from '../decisions/restore.ts'
import { deskProblems, editorsWork, unstored } from '../guard.ts'
import type { DeskReach } from '../reach.ts'
import { editItem, readItem, searchCorpus } from './corpus.ts'

const tags = ['Desk']
const params = z.object({ id: z.string().min(1).max(256) })

const search = createRoute({
  method: 'get',
  path: '/v1/desk/corpus',
  tags,
  summary: 'Search what was approved, was rejected and waits, newest first',
  request: { query: corpusQuery },
  responses: { 200: json(corpusPage, 'A page'), ...deskProblems },
})
const one = createRoute({
  method: 'get',
  path: '/v1/desk/items/{id}',
  tags,
  summary: 'An item of the corpus, and what was done with it',
  request: { params },
  responses: { 200: json(itemHistory, 'Newest first'), ...deskProblems },
})
const edit = createRoute({
  method: 'patch',
  path: '/v1/desk/items/{id}',
  tags,
  summary: 'Change an item of the corpus. What is not named stays as it is.',
  request: { params, body: { required: true, content: { 'application/json': { schema: corpusPatch } } } },
  responses: { 200: json(corpusItem, 'As it is now'), ...deskProblems },
})
const reject = createRoute({
  method: 'post',
  path: '/v1/desk/items/{id}/reject',
  tags,
  summary: 'Take an item out of the corpus for a reason: off every board, section and list at once',
  request: { params, body: { required: true, content: { 'application/json': { schema: rejectBody } } } },
  responses: { 200: json(decided, 'Rejected; can be taken back'), ...deskProblems },
})
const restore = createRoute({
  method: 'post',
  path: '/v1/desk/rejected/{id}/restore',
  tags,
  summary: 'Put a rejected one back into the queue',
  request: { params },
  responses: { 200: json(decided, 'It waits again'), ...deskProblems },
})

export function corpusRoutes(desk: DeskReach): Routes {
  const { kernel } = desk
  const routes = newRoutes()
  routes.openapi(search, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const page = await searchCorpus(kernel, c.req.valid('query'))
      return 'kind' in page ? page : c.json(page, 200, unstored)
    }),
  )
  routes.openapi(one, (c) =>
    guarded(c, { kind: 'read' }, async () => {
      const found = await readItem(kernel, c.req.valid('param').id)
      return 'kind' in found ? found : c.json(found, 200, unstored)
    }),
  )
  routes.openapi(edit, (c) =>
    guarded(c, editorsWork, async (actor, caller) => {
      const edited = await editItem(
        desk,
        { caller, actor },
        { id: c.req.valid('param').id, patch: c.req.valid('json') },
      )
      return edited.kind === 'refused' ? edited : c.json(edited.item, 200)
    }),
  )
  routes.openapi(reject, (c) =>
    guarded(c, editorsWork, async (actor) => {
      const of = { item: c.req.valid('param').id, body: c.req.valid('json'), actor }
      const done = await allOrNone(kernel.database.db, (transaction) => rejectItemWithin(transaction, desk, of))
      if (done.kind === 'refused') return done
      if (done.after !== null) await desk.changed(done.after)
      return c.json(done.decided, 200)
    }),
  )
  routes.openapi(restore, (c) =>
    guarded(c, editorsWork, async (actor, caller) => {
      const done = await restoreRejected(desk, { caller, actor }, c.req.valid('param').id)
      return done.kind === 'refused' ? done : c.json(done.decided, 200)
    }),
  )
  return routes
}
