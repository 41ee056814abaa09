import { priorities } from '@lectern/protocol/rest/priorities.ts'
import {
  namedCauses,
  recommendationsBody,
  recommendationsQuery,
  type Slate,
  slate,
} from '@lectern/protocol/rest/recommendations.ts'
import type { Context } from 'hono'
import { jsonText } from '../kernel/http/headers.ts'
import { createRoute, type HttpEnv, json, newRoutes, problemResponses, type Routes } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { currentPriorities } from './priorities.ts'
import { withNamedCauses } from './reason-text.ts'
import type { Ask, Recommender } from './recommend.ts'
import { slateText } from './slate-text.ts'

const publicSeconds = 30
const mostCached = 200

const get = createRoute({
  method: 'get',
  path: '/v1/recommendations',
  tags: ['Recommendations'],
  summary: 'A list for the signed-in reader; for anyone else what is popular.',
  request: { query: recommendationsQuery },
  responses: {
    200: json(slate, 'The list, best first, with reasons. `rung` tells how it was made.'),
    304: { description: 'The list that `if-none-match` names is still the one.' },
    ...problemResponses('invalid'),
  },
})

const getPriorities = createRoute({
  method: 'get',
  path: '/v1/priorities',
  tags: ['Recommendations'],
  summary: 'What the publisher asks of every list: the worth of each outcome.',
  responses: { 200: json(priorities, 'The document in force'), ...problemResponses('unavailable') },
})

const post = createRoute({
  method: 'post',
  path: '/v1/recommendations',
  tags: ['Recommendations'],
  summary: 'A list for a history that the caller brings. Neither the history nor what follows from it is kept.',
  request: { body: { content: { 'application/json': { schema: recommendationsBody } }, required: true } },
  responses: { 200: json(slate, 'The list, best first, with reasons.'), ...problemResponses('invalid', 'too-large') },
})

export function recommendRoutes(
  kernel: Pick<Kernel, 'clock' | 'database'>,
  recommender: Pick<Recommender, 'recommend' | 'withdrawals'>,
): Routes {
  const routes = newRoutes()
  const publicAnswer = cachedAnswers(kernel, recommender)

  routes.openapi(get, async (c) => {
    const { surface, n, language } = c.req.valid('query')
    const caller = c.get('caller')
    if (caller.kind === 'reader') {
      const made = await recommender.recommend({ surface, n, language }, { kind: 'reader', reader: caller.reader })
      return answer(c, slateText(withNamedCauses(made, namedCauses)), { 'cache-control': 'private, no-store' })
    }
    const { body, etag } = await publicAnswer({ surface, n, language })
    const headers = { 'cache-control': `public, max-age=${publicSeconds}`, etag, vary: 'Cookie, Authorization' }
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers }) as never
    return answer(c, body, headers)
  })

  routes.openapi(getPriorities, async (c) => c.json(await currentPriorities(kernel), 200))

  routes.openapi(post, async (c) => {
    const { surface, n, language, history } = c.req.valid('json')
    const made = await recommender.recommend({ surface, n, language }, { kind: 'brought', history })
    return answer(c, slateText(withNamedCauses(made, namedCauses)), { 'cache-control': 'private, no-store' })
  })
  return routes
}

interface Answer {
  readonly body: string
  readonly etag: string
  readonly until: number
}

/** Anonymous lists are the same for all: made once in half a minute, also when many ask at once. */
function cachedAnswers(kernel: Pick<Kernel, 'clock'>, recommender: Pick<Recommender, 'recommend' | 'withdrawals'>) {
  const made = new Map<string, Answer>()
  const making = new Map<string, Promise<Answer>>()
  const make = async (key: string, ask: Ask): Promise<Answer> => {
    const list = await recommender.recommend(ask, { kind: 'anonymous' })
    const until = kernel.clock() + publicSeconds * 1000
    const one = { body: slateText(list), etag: etagOf(list), until }
    made.delete(key)
    made.set(key, one)
    if (made.size > mostCached) made.delete(made.keys().next().value!)
    return one
  }
  return async (ask: Ask): Promise<Answer> => {
    const key = JSON.stringify([ask.surface, ask.n, ask.language, recommender.withdrawals()])
    const known = made.get(key)
    if (known !== undefined && known.until > kernel.clock()) return known
    const under = making.get(key) ?? make(key, ask).finally(() => making.delete(key))
    making.set(key, under)
    return await under
  }
}

const etagOf = (list: Slate): string => `"${list.slate}"`

/** The contract is held by the types; checking each answer against the schema again would cost more than making it. */
const answer = (c: Context<HttpEnv>, body: string, headers: Record<string, string>): never =>
  jsonText(c, body, headers) as never
