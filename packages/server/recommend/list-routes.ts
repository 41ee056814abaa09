// Lists for any surface: recommend, rank, similar, next page, and several of these at once.
import { batchBody, rankAsk, recommendAsk, sectionsAsk, similarQuery } from '@lectern/protocol/rest/asks.ts'
import { surfaceName } from '@lectern/protocol/rest/keys.ts'
import { problem } from '@lectern/protocol/rest/problem.ts'
import { shapedSlate } from '@lectern/protocol/rest/recommendations.ts'
import { shownSections } from '@lectern/protocol/rest/sections.ts'
import type { Context } from 'hono'
import { jsonText } from '../kernel/http/headers.ts'
import {
  createRoute,
  type HttpEnv,
  json,
  newRoutes,
  problemKinds,
  problemOf,
  problemResponse,
  problemResponses,
  type Routes,
  z,
} from '../kernel/http/http.ts'
import type { Answer, Lists } from './lists.ts'
import { type PublicAnswers, personalHeaders } from './public-answers.ts'
import { shaped, shapedText } from './shape.ts'

const tags = ['Lists']
const params = z.object({ surface: surfaceName })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const refusals = problemResponses('invalid', 'bad-key', 'not-allowed', 'too-large', 'too-many')
const list = json(shapedSlate, 'The list, best first. `rung` tells which step of the fallback ladder answered.')

const recommend = createRoute({
  method: 'post',
  path: '/v1/surfaces/{surface}/recommend',
  tags,
  summary: 'A list for this surface',
  description:
    'For the signed-in reader, the `reader` a secret key names, a `device`, or a `history` sent along; otherwise for nobody in particular. It never holds what this reader has read, dismissed or hidden. What the body leaves out is as the surface says.',
  request: { params, body: body(recommendAsk) },
  responses: { 200: list, ...refusals },
})
const rank = createRoute({
  method: 'post',
  path: '/v1/surfaces/{surface}/rank',
  tags,
  summary: 'Given items in this reader’s order',
  description: 'Every id is answered: ranked in `items`, or in `leftOut` with the reason.',
  request: { params, body: body(rankAsk) },
  responses: { 200: list, ...refusals },
})
const sections = createRoute({
  method: 'post',
  path: '/v1/surfaces/{surface}/sections',
  tags,
  summary: 'The editors’ sections of this surface that are live now',
  description:
    'Each with a list of its own in the editors’ order, without what this reader has read, dismissed or hidden; no item is in two. What the reader follows comes first, what the reader blocked is left out. Its slate goes into the events of its items.',
  request: { params, body: body(sectionsAsk) },
  responses: { 200: json(shownSections, 'In order; empty when nothing is live'), ...refusals },
})
const similar = createRoute({
  method: 'get',
  path: '/v1/items/{id}/similar',
  tags,
  summary: 'What goes with an item',
  description:
    'By what its readers read, else by its topic. Without a reader the answer may be cached and has an ETag.',
  request: { params: z.object({ id: z.string().min(1).max(256) }), query: similarQuery },
  responses: {
    200: list,
    304: { description: 'The list that `if-none-match` names is still the one.' },
    ...problemResponses('invalid', 'bad-key', 'not-allowed', 'not-found', 'too-many'),
  },
})
const next = createRoute({
  method: 'get',
  path: '/v1/slates/{id}/next',
  tags,
  summary: 'The next page of a slate',
  description:
    'With the rules of that slate and nothing that was on an earlier page; asked again it is the same page, without what must not be shown any more. Only who got the slate may ask. A slate from a `history` that was sent along has no next page here: nothing of it is kept.',
  request: {
    params: z.object({ id: z.uuid() }),
    query: z.object({ device: z.uuid().optional().describe('The device that the slate was made for.') }),
  },
  responses: {
    200: list,
    ...problemResponses('invalid', 'bad-key', 'not-allowed', 'not-found', 'gone', 'too-many', 'unavailable'),
  },
})
const batch = createRoute({
  method: 'post',
  path: '/v1/batch',
  tags,
  summary: 'Several asks at once, each answered on its own',
  request: { body: body(batchBody) },
  responses: {
    200: json(
      z.object({
        answers: z
          .array(
            z.union([z.object({ status: z.literal(200), list: shapedSlate }), z.object({ status: z.int(), problem })]),
          )
          .describe('In the order of the asks.'),
      }),
      'One answer for each ask',
    ),
    ...refusals,
  },
})

export function listRoutes(lists: Lists, publicAnswers: PublicAnswers): Routes {
  const routes = newRoutes()
  routes.openapi(recommend, async (c) =>
    respond(c, await lists.recommend(c.get('caller'), c.req.valid('param').surface, c.req.valid('json'))),
  )
  routes.openapi(rank, async (c) =>
    respond(c, await lists.rank(c.get('caller'), c.req.valid('param').surface, c.req.valid('json'))),
  )
  routes.openapi(sections, async (c) => {
    const { surface } = c.req.valid('param')
    const found = await lists.sections(c.get('caller'), { surface, ...c.req.valid('json') })
    if (found.kind === 'refused') return problemResponse(c, found.problem, found.detail) as never
    return jsonText(c, JSON.stringify({ surface, sections: found.sections }), personalHeaders) as never
  })
  routes.openapi(similar, async (c) => {
    const ask = { item: c.req.valid('param').id, ...c.req.valid('query') }
    const caller = c.get('caller')
    const known = caller.kind === 'reader' || ask.reader !== undefined || ask.device !== undefined
    if (known || caller.kind === 'key') return respond(c, await lists.similar(caller, ask))
    const key = JSON.stringify(['similar', ask.item, ask.surface, ask.n, ask.language])
    let refused: Answer | null = null
    const response = await publicAnswers
      .respond(c, key, async () => {
        const answer = await lists.similar(caller, ask)
        if (answer.kind === 'list')
          return { body: shapedText(answer.slate, answer.ask), etag: `"${answer.slate.slate}"` }
        refused = answer
        throw new Error(answer.detail)
      })
      .catch((cause) => {
        if (refused === null) throw cause
        return respond(c, refused)
      })
    return response as never
  })
  routes.openapi(next, async (c) =>
    respond(c, await lists.next(c.get('caller'), c.req.valid('param').id, c.req.valid('query').device)),
  )
  routes.openapi(batch, async (c) => {
    const { asks } = c.req.valid('json')
    const refused = c.get('spend')?.(asks.length - 1) ?? null
    if (refused !== null) return refused as never
    const answers = []
    for (const ask of asks) answers.push(told(c, await one(lists, c, ask)))
    return jsonText(c, JSON.stringify({ answers }), personalHeaders) as never
  })
  return routes
}

type BatchAsk = z.infer<typeof batchBody>['asks'][number]

function one(lists: Lists, c: Context<HttpEnv>, ask: BatchAsk): Promise<Answer> {
  const caller = c.get('caller')
  switch (ask.kind) {
    case 'recommend': {
      const { kind: _, surface, ...rules } = ask
      return lists.recommend(caller, surface, rules)
    }
    case 'rank': {
      const { kind: _, surface, ...rules } = ask
      return lists.rank(caller, surface, rules)
    }
    case 'similar':
      return lists.similar(caller, ask)
  }
}

const told = (c: Context<HttpEnv>, answer: Answer) =>
  answer.kind === 'list'
    ? { status: 200, list: shaped(answer.slate, answer.ask) }
    : {
        status: problemKinds[answer.problem].status,
        problem: problemOf(answer.problem, answer.detail, { instance: c.get('requestId') }),
      }

function respond(c: Context<HttpEnv>, answer: Answer): never {
  if (answer.kind === 'refused') return problemResponse(c, answer.problem, answer.detail) as never
  return jsonText(c, shapedText(answer.slate, answer.ask), personalHeaders) as never
}
