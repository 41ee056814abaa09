// The lists of the publication's own pages: short to ask for, and public for whoever is not signed in.
import { priorities, prioritiesQuery } from '@lectern/protocol/rest/priorities.ts'
import { recommendationsBody, recommendationsQuery, slate } from '@lectern/protocol/rest/recommendations.ts'
import { refusalOf } from '../kernel/http/caller.ts'
import { jsonText } from '../kernel/http/headers.ts'
import { createRoute, json, newRoutes, problemResponse, problemResponses, type Routes } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { chosenFor, loadInForce } from '../priorities/priorities.ts'
import type { Answer, Lists } from './lists.ts'
import { type PublicAnswers, personalHeaders } from './public-answers.ts'
import { shapedText } from './shape.ts'

const get = createRoute({
  method: 'get',
  path: '/v1/recommendations',
  tags: ['Lists'],
  summary: 'A list for the signed-in reader; for anyone else what is popular',
  request: { query: recommendationsQuery },
  responses: {
    200: json(slate, 'The list, best first, with reasons. `rung` tells how it was made.'),
    304: { description: 'The list that `if-none-match` names is still the one.' },
    ...problemResponses('invalid', 'not-allowed'),
  },
})

const getPriorities = createRoute({
  method: 'get',
  path: '/v1/priorities',
  tags: ['Lists'],
  summary: 'What the publisher asks of every list: the worth of each outcome',
  request: { query: prioritiesQuery },
  responses: { 200: json(priorities, 'The document in force'), ...problemResponses('unavailable') },
})

const post = createRoute({
  method: 'post',
  path: '/v1/recommendations',
  tags: ['Lists'],
  summary: 'A list for a history that the caller brings. Neither the history nor what follows from it is kept',
  request: { body: { content: { 'application/json': { schema: recommendationsBody } }, required: true } },
  responses: {
    200: json(slate, 'The list, best first, with reasons.'),
    ...problemResponses('invalid', 'not-allowed', 'too-large'),
  },
})

export function recommendRoutes(
  kernel: Pick<Kernel, 'database'>,
  lists: Pick<Lists, 'recommend'>,
  publicAnswers: PublicAnswers,
): Routes {
  const routes = newRoutes()

  routes.openapi(get, async (c) => {
    const { surface, ...rules } = c.req.valid('query')
    const caller = c.get('caller')
    const refusal = refusalOf(caller, { scope: 'recommend', surface })
    if (refusal !== null) return problemResponse(c, refusal.problem, refusal.detail) as never
    if (caller.kind === 'reader') {
      const answer = await lists.recommend(caller, surface, rules)
      if (answer.kind === 'refused') return problemResponse(c, answer.problem, answer.detail) as never
      return jsonText(c, bodyOf(answer), personalHeaders) as never
    }
    const key = JSON.stringify(['recommendations', surface, rules.n, rules.language])
    return (await publicAnswers.respond(c, key, async () => {
      const answer = await lists.recommend({ kind: 'anonymous' }, surface, rules)
      if (answer.kind === 'refused') throw new Error(answer.detail)
      return { body: bodyOf(answer), etag: `"${answer.slate.slate}"` }
    })) as never
  })

  routes.openapi(getPriorities, async (c) => {
    const { priorities: asked } = chosenFor(await loadInForce(kernel), c.req.valid('query').surface, null)
    return c.json(asked, 200)
  })

  routes.openapi(post, async (c) => {
    const { surface, ...ask } = c.req.valid('json')
    const answer = await lists.recommend(c.get('caller'), surface, ask)
    if (answer.kind === 'refused') return problemResponse(c, answer.problem, answer.detail) as never
    return jsonText(c, bodyOf(answer), personalHeaders) as never
  })
  return routes
}

const bodyOf = ({ slate: made, ask }: Extract<Answer, { kind: 'list' }>): string => shapedText(made, ask)
