import { newtabPrefix } from '@lectern/protocol/rest/newtab.ts'
import type { Context } from 'hono'
import { createRoute, type HttpEnv, json, newRoutes, type Routes, z } from '../../kernel/http/http.ts'
import { answer, legacyAnswer } from './answer.ts'
import { answer114, answer115, type LegacyAsk } from './legacy.ts'
import type { Merino } from './merino.ts'
import { parseAsk } from './request.ts'
import { regionOf, surfaceOf } from './surfaces.ts'

const tags = ['Firefox New Tab']
const uuid = '[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}'
const path = '/api/v1/curated-recommendations'

/** How this contract refuses. */
const detail = z.object({
  detail: z.array(z.object({ type: z.string(), loc: z.array(z.string()), msg: z.string() })),
})

const curated = createRoute({
  method: 'post',
  path,
  tags,
  summary: 'Stories for the New Tab page of Firefox, in sections or as one list.',
  request: { body: { content: { 'application/json': { schema: z.looseObject({ locale: z.string() }) } } } },
  responses: {
    200: json(answer, 'The stories'),
    400: json(detail, 'No JSON object, no locale, or a time without a zone'),
  },
})

export function merinoRoutes(merino: Pick<Merino, 'curated' | 'legacy'>): Routes {
  const routes = newRoutes()
  // Registered for the document; the body is read here because clients send what no schema foresees.
  routes.openAPIRegistry.registerPath(curated)
  const stories = async (c: Context<HttpEnv>, device?: string): Promise<Response> => {
    const parsed = parseAsk(await bodyOf(c))
    if (parsed.kind === 'refused') return refused(c, parsed)
    const { body, packed, rung } = await merino.curated(parsed.ask, device)
    const told = { ...headers, vary: 'accept-encoding', 'x-lectern-rung': rung }
    if (!takesGzip(c.req.header('accept-encoding') ?? '')) return new Response(body, { headers: told })
    const bytes = new Uint8Array(await packed())
    return new Response(bytes, { headers: { ...told, 'content-encoding': 'gzip' } })
  }
  routes.post(path, (c) => stories(c))
  routes.post(`${newtabPrefix}/:device{${uuid}}${path}`, (c) => stories(c, c.req.param('device').toLowerCase()))
  for (const [at, most, standard] of [
    [`${path}/legacy-115-129`, 30, 30],
    ['/desktop/v1/recommendations', 30, 30],
  ] as const) {
    legacyRoute(routes, { path: at, localeKey: 'locale', most, standard }, async (ask) =>
      answer115(await merino.legacy(ask)),
    )
  }
  for (const [at, most, standard] of [
    [`${path}/legacy-114`, 50, 20],
    ['/v3/firefox/global-recs', 50, 20],
  ] as const) {
    legacyRoute(routes, { path: at, localeKey: 'locale_lang', most, standard }, async (ask) =>
      answer114(await merino.legacy(ask)),
    )
  }
  return routes
}

const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-store' }

/** Named, and not with the weight that means never. */
const takesGzip = (accepts: string): boolean =>
  accepts.split(',').some((one) => /^\s*gzip\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/i.test(one))

interface LegacyRoute {
  readonly path: string
  readonly localeKey: 'locale' | 'locale_lang'
  readonly most: number
  readonly standard: number
}

function legacyRoute(routes: Routes, route: LegacyRoute, answerTo: (ask: LegacyAsk) => Promise<object>): void {
  const { localeKey, most, standard } = route
  const query = z.object({
    [localeKey]: z.string(),
    region: z.string().optional(),
    count: z.coerce.number().int().min(1).max(most).default(standard),
  })
  routes.openAPIRegistry.registerPath(
    createRoute({
      method: 'get',
      path: route.path,
      tags,
      summary: `The best ${most} stories as ${localeKey === 'locale' ? 'Firefox 115 to 129' : 'Firefox before 115'} reads them.`,
      request: { query },
      responses: {
        200: json(localeKey === 'locale' ? legacyAnswer : z.object({}), 'The stories'),
        400: json(detail, 'A parameter does not fit'),
      },
    }),
  )
  routes.get(route.path, async (c) => {
    const parsed = query.safeParse(c.req.query())
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      return refused(c, { where: ['query', ...issue.path.map(String)], message: issue.message })
    }
    const locale = String(parsed.data[localeKey])
    const region = regionOf(locale, (parsed.data.region as string | undefined) ?? null)
    const ask = { surface: surfaceOf(locale, region), region, count: Number(parsed.data.count) }
    return new Response(JSON.stringify(await answerTo(ask)), { headers })
  })
}

async function bodyOf(c: Context<HttpEnv>): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text())
  } catch {
    return undefined
  }
}

const refused = (
  c: Context<HttpEnv>,
  { where, message }: { readonly where: readonly string[]; readonly message: string },
) => c.json({ detail: [{ type: 'value_error', loc: [...where], msg: message }] }, 400)
