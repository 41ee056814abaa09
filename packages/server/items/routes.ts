import { takedownBody, withdrawn } from '@lectern/protocol/rest/takedown.ts'
import type { Context } from 'hono'
import {
  type Caller,
  createRoute,
  type HttpEnv,
  json,
  newRoutes,
  problemResponse,
  problemResponses,
  type Routes,
  z,
} from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { restoreItem, takeDownItem, type Withdrawal } from './items.ts'

const params = z.object({ id: z.string().min(1).max(256) })
const problems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found', 'unavailable')

const takedown = createRoute({
  method: 'put',
  path: '/v1/items/{id}/takedown',
  tags: ['Items'],
  summary: 'Take an item down: no list holds it from the moment this answers, on other nodes within a second.',
  request: { params, body: { required: true, content: { 'application/json': { schema: takedownBody } } } },
  responses: { 200: json(withdrawn, 'It is not shown any more'), ...problems },
})

const restore = createRoute({
  method: 'delete',
  path: '/v1/items/{id}/takedown',
  tags: ['Items'],
  summary: 'Let an item that was taken down be shown again.',
  request: { params },
  responses: { 200: json(withdrawn, 'It may be shown again'), ...problems },
})

/** `changed` answers when this process serves what changed after a revision. */
export function itemRoutes(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  changed: (after: number) => Promise<void>,
): Routes {
  const routes = newRoutes()
  const answer = async (c: Context<HttpEnv>, item: string, done: Withdrawal, takenDown: boolean): Promise<never> => {
    if (done.kind === 'not-found') return problemResponse(c, 'not-found', `No item has the id "${item}".`) as never
    await changed(done.after)
    return c.json({ item, takenDown }, 200) as never
  }
  routes.openapi(takedown, async (c) => {
    const editor = editorOf(c.get('caller'))
    if (editor.kind !== 'editor') return refuse(c, editor.kind)
    const { id } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    return await answer(c, id, await takeDownItem(kernel, id, { reason, by: editor.reader }), true)
  })
  routes.openapi(restore, async (c) => {
    const editor = editorOf(c.get('caller'))
    if (editor.kind !== 'editor') return refuse(c, editor.kind)
    const { id } = c.req.valid('param')
    return await answer(c, id, await restoreItem(kernel, id), false)
  })
  return routes
}

type Editor = { kind: 'editor'; reader: string } | { kind: 'not-signed-in' } | { kind: 'not-allowed' }

function editorOf(caller: Caller): Editor {
  if (caller.kind === 'unknown') throw caller.cause
  if (caller.kind !== 'reader') return { kind: 'not-signed-in' }
  return caller.role === 'reader' ? { kind: 'not-allowed' } : { kind: 'editor', reader: caller.reader }
}

const refuse = (c: Context<HttpEnv>, kind: 'not-signed-in' | 'not-allowed'): never =>
  problemResponse(c, kind, 'Only editors and administrators take items down and restore them.') as never
