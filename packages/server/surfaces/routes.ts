import { surfaceName } from '@lectern/protocol/rest/keys.ts'
import { type RecipeCard, recipeList, surface, surfaceList, surfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { isAdmin, refusalOf } from '../kernel/http/caller.ts'
import {
  type Caller,
  createRoute,
  json,
  newRoutes,
  problemResponse,
  problemResponses,
  type Routes,
  z,
} from '../kernel/http/http.ts'
import type { NamedSurface, Surfaces } from './surfaces.ts'

const namedSurface = z.object({ name: surfaceName })
const managersOnly =
  'Surfaces are changed by administrators and by keys with the scope "surfaces" that are for this surface or for all.'

const list = createRoute({
  method: 'get',
  path: '/v1/surfaces',
  tags: ['Surfaces'],
  summary: 'Places where lists appear, with what a request there need not say',
  description: 'A surface that is not here is served like `home`.',
  responses: { 200: json(surfaceList, 'By name') },
})
const put = createRoute({
  method: 'put',
  path: '/v1/surfaces/{name}',
  tags: ['Surfaces'],
  summary: 'Set up a surface (administrators, and keys with the scope `surfaces`)',
  request: {
    params: namedSurface,
    body: { required: true, content: { 'application/json': { schema: surfaceSettings } } },
  },
  responses: { 200: json(surface, 'As it is now'), ...problemResponses('invalid', 'not-allowed') },
})
const remove = createRoute({
  method: 'delete',
  path: '/v1/surfaces/{name}',
  tags: ['Surfaces'],
  summary: 'Take a surface back to what is built in (administrators, and keys with the scope `surfaces`)',
  request: { params: namedSurface },
  responses: { 204: { description: 'Done' }, ...problemResponses('not-allowed', 'not-found') },
})
const recipes = createRoute({
  method: 'get',
  path: '/v1/recipes',
  tags: ['Surfaces'],
  summary: 'How lists are made: the stages of each recipe in words, with their weights',
  responses: { 200: json(recipeList, 'By name') },
})

export function surfaceRoutes(surfaces: Surfaces, cards: readonly RecipeCard[]): Routes {
  return newRoutes()
    .openapi(list, (c) => {
      const caller = c.get('caller')
      const told = surfaces
        .all()
        .map((each) => (caller.kind !== 'unknown' && mayManage(caller, each.name) ? each : withoutOrigins(each)))
      return c.json({ surfaces: told }, 200, { 'cache-control': 'no-cache' })
    })
    .openapi(put, async (c) => {
      const { name } = c.req.valid('param')
      const settings = c.req.valid('json')
      if (!mayManage(c.get('caller'), name)) return problemResponse(c, 'not-allowed', managersOnly) as never
      if (!cards.some((card) => card.name === settings.recipe)) {
        const known = cards.map((card) => card.name).join(', ')
        return problemResponse(c, 'invalid', `recipe: there is no "${settings.recipe}"; known: ${known}.`) as never
      }
      await surfaces.put(name, settings)
      return c.json({ name, ...settings }, 200)
    })
    .openapi(remove, async (c) => {
      const { name } = c.req.valid('param')
      if (!mayManage(c.get('caller'), name)) return problemResponse(c, 'not-allowed', managersOnly) as never
      if (await surfaces.remove(name)) return c.body(null, 204)
      return problemResponse(c, 'not-found', `Surface "${name}" has no settings of its own.`) as never
    })
    .openapi(recipes, (c) => c.json({ recipes: [...cards] }, 200, { 'cache-control': 'public, max-age=300' })) as Routes
}

function mayManage(caller: Caller, surface: string): boolean {
  if (caller.kind === 'key') return refusalOf(caller, { scope: 'surfaces', surface }) === null
  return isAdmin(caller)
}

function withoutOrigins({ origins: _, ...told }: NamedSurface) {
  return told
}
