// Priorities at the Desk: what is in force, what a document would do and cost, publishing, going back.

import { surfaceName } from '@lectern/protocol/rest/keys.ts'
import {
  backBody,
  previewAsk,
  previewReport,
  priceAsk,
  priceReport,
  prioritiesState,
  publishBody,
  published,
} from '@lectern/protocol/rest/prices.ts'
import type { Context } from 'hono'
import { Failure } from '../kernel/failure.ts'
import { givingWay } from '../kernel/give-way.ts'
import {
  createRoute,
  type HttpEnv,
  json,
  newRoutes,
  problemResponse,
  problemResponses,
  type Routes,
  z,
} from '../kernel/http/http.ts'
import { allow } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { chosenFor, documentOf, goBack, ifInForce, loadInForce, publish, releasesOf } from '../priorities/priorities.ts'
import type { Recommender } from '../recommend/recommend.ts'
import { previewDocument, priceDocument } from './prices.ts'

const tags = ['Desk']
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const refusals = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'unavailable')

const state = createRoute({
  method: 'get',
  path: '/v1/desk/priorities',
  tags,
  summary: 'The document of a surface or the publication, what is on trial, and every release with owner and reason',
  request: { query: z.object({ surface: surfaceName.optional().describe('Without it: the publication.') }) },
  responses: { 200: json(prioritiesState, 'What is in force'), ...refusals },
})
const price = createRoute({
  method: 'post',
  path: '/v1/desk/priorities/prices',
  tags,
  summary: 'What each rule of a document costs, by replay of logged lists',
  description: 'Takes seconds to a minute. One at a time on each server.',
  request: { body: body(priceAsk) },
  responses: { 200: json(priceReport, 'Prices with their intervals'), ...refusals, ...problemResponses('too-many') },
})
const preview = createRoute({
  method: 'post',
  path: '/v1/desk/priorities/preview',
  tags,
  summary: 'Twenty logged lists before and after a document',
  request: { body: body(previewAsk) },
  responses: {
    200: json(previewReport, 'Lists, exposure and list metrics'),
    ...refusals,
    ...problemResponses('too-many'),
  },
})
const put = createRoute({
  method: 'post',
  path: '/v1/desk/priorities/publish',
  tags,
  summary: 'Put a document in force for everybody, a share of the readers, or as an arm of an experiment',
  request: { body: body(publishBody) },
  responses: { 200: json(published, 'The release'), ...refusals },
})
const back = createRoute({
  method: 'post',
  path: '/v1/desk/priorities/back',
  tags,
  summary: 'What was in force before is again',
  request: { body: body(backBody) },
  responses: { 200: json(published, 'The release'), ...refusals },
})

interface Wiring {
  readonly recommender: Pick<Recommender, 'view'>
  readonly surfaces: () => readonly string[]
}

export function priceRoutes(kernel: Kernel, { recommender, surfaces }: Wiring): Routes {
  const routes = newRoutes()
  let working = false
  /** Replays take a processor: two at once would only make each slower. */
  const alone = async (c: Context<HttpEnv>, work: () => Promise<object>): Promise<never> => {
    if (working)
      return problemResponse(c, 'too-many', 'Another document is being priced; try again when it is done.') as never
    working = true
    try {
      return c.json(await work(), 200) as never
    } finally {
      working = false
    }
  }
  const asked = async (of: { readonly surface: string; readonly for: string | null; readonly document: object }) => {
    const inForce = await loadInForce(kernel)
    const served = recommender.view()?.served
    return {
      surface: of.surface,
      document: ifInForce(inForce, { surface: of.surface, place: of.for, document: of.document }),
      inForce: chosenFor(inForce, of.surface, null).document,
      known: served?.catalogue,
      card: (item: string) => served?.cards[served.catalogue.items.row(item)],
    }
  }
  routes.openapi(state, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'read' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const place = c.req.valid('query').surface ?? null
    const inForce = await loadInForce(kernel)
    const { base = null, trial = null, share, experiment } = inForce.releases.get(place) ?? {}
    const document = documentOf(inForce, base)
    const told = {
      surface: place,
      document,
      joined: ifInForce(inForce, { surface: place ?? '', place, document }),
      version: base,
      trial:
        trial === null
          ? null
          : { document: documentOf(inForce, trial), version: trial, share: share ?? 0, experiment: experiment ?? null },
      releases: await releasesOf(kernel, place),
      surfaces: [...surfaces()],
    }
    return c.json(told, 200) as never
  })
  routes.openapi(price, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'read' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const { lists, ...of } = c.req.valid('json')
    return alone(c, async () => priceDocument(kernel, { ...(await asked(of)), lists, between: givingWay() }))
  })
  routes.openapi(preview, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'read' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const of = c.req.valid('json')
    return alone(c, async () => previewDocument(kernel, await asked(of)))
  })
  routes.openapi(put, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'lead' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const { surface, document, rollout, owner, reason } = c.req.valid('json')
    const made = await publish(kernel, { surface, document, rollout, owner, reason, by: allowed.actor })
    return c.json(made, 200) as never
  })
  routes.openapi(back, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'lead' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    try {
      return c.json(await goBack(kernel, { ...c.req.valid('json'), by: allowed.actor }), 200) as never
    } catch (cause) {
      if (!(cause instanceof Failure && cause.kind === 'usage')) throw cause
      return problemResponse(c, 'invalid', cause.message) as never
    }
  })
  return routes
}
