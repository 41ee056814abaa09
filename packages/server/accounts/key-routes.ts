// Keys over HTTP, for administrators.
import { apiKey, createdKey, newKey } from '@lectern/protocol/rest/keys.ts'
import { isAdmin } from '../kernel/http/caller.ts'
import { createRoute, json, newRoutes, problemResponse, problemResponses, type Routes, z } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createKey, type Keys, listKeys } from './keys.ts'

const adminsOnly = 'Keys are for administrators: sign in as one, or use `lectern key` where Lectern runs.'
const noStore = { 'cache-control': 'no-store' }

export function keyRoutes(kernel: Kernel, keys: Keys): Routes {
  return newRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/v1/keys',
        tags: ['Keys'],
        summary: 'All keys, without their secrets (administrators)',
        responses: { 200: json(z.object({ keys: z.array(apiKey) }), 'The keys'), ...problemResponses('not-allowed') },
      }),
      async (c) => {
        if (!isAdmin(c.get('caller'))) return problemResponse(c, 'not-allowed', adminsOnly) as never
        return c.json({ keys: await listKeys(kernel) }, 200, noStore)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/v1/keys',
        tags: ['Keys'],
        summary: 'Make a key (administrators)',
        description: 'The answer is the only place where its secret appears.',
        request: { body: { required: true, content: { 'application/json': { schema: newKey } } } },
        responses: { 201: json(createdKey, 'The key'), ...problemResponses('invalid', 'not-allowed') },
      }),
      async (c) => {
        if (!isAdmin(c.get('caller'))) return problemResponse(c, 'not-allowed', adminsOnly) as never
        const made = await createKey(kernel, c.req.valid('json'))
        if (made.kind === 'refused') return problemResponse(c, 'invalid', made.detail) as never
        return c.json({ ...made.key, secret: made.secret }, 201, noStore)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/v1/keys/{id}',
        tags: ['Keys'],
        summary: 'Revoke a key (administrators)',
        request: { params: z.object({ id: z.string().max(64) }) },
        responses: { 204: { description: 'Refused from now on' }, ...problemResponses('not-allowed', 'not-found') },
      }),
      async (c) => {
        if (!isAdmin(c.get('caller'))) return problemResponse(c, 'not-allowed', adminsOnly) as never
        const { id } = c.req.valid('param')
        if (await keys.revoke(id)) return c.body(null, 204)
        return problemResponse(c, 'not-found', `No key in force has the id "${id}".`) as never
      },
    ) as Routes
}
