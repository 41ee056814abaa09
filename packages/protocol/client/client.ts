// The API from a program: a server, or a page. It waits and asks again where that helps, and its errors say what was wrong.
// Nothing but `fetch`, so it runs in Node, browsers, workers. Start at `createClient`; how a call is made is in call.ts.
import type { EventReceipt, WireEvent } from '../events/events.ts'
import type { batchBody, rankAsk, recommendAsk, similarQuery } from '../rest/asks.ts'
import type { Problem } from '../rest/problem.ts'
import type { ShapedSlate } from '../rest/recommendations.ts'
import type { RecipeCard, Surface } from '../rest/surfaces.ts'
import { type CallOptions, type ClientOptions, createCall, newId } from './call.ts'

export { LecternError } from './call.ts'
export type { CallOptions, ClientOptions }

type Input<T extends { readonly _zod: { readonly input: unknown } }> = T['_zod']['input']
export type RecommendInput = Input<typeof recommendAsk>
export type RankInput = Input<typeof rankAsk>
export type SimilarInput = Input<typeof similarQuery>
export type BatchInput = Input<typeof batchBody>['asks']
export type List = ShapedSlate
export type Listed = List['items'][number]
export type BatchAnswer =
  | { readonly status: 200; readonly list: List }
  | { readonly status: number; readonly problem: Problem }

type Untold<E> = E extends unknown ? Omit<E, 'id' | 'at'> & { readonly id?: string; readonly at?: number } : never
/** An event; its id and its time are filled in where they are missing. */
export type EventInput = Untold<WireEvent>

export interface Client {
  /** A list for this surface. */
  recommend(surface: string, ask?: RecommendInput, options?: CallOptions): Promise<List>
  /** These items in the reader's order; `leftOut` says what is missing and why. */
  rank(surface: string, ask: RankInput, options?: CallOptions): Promise<List>
  /** What goes with an item. */
  similar(item: string, query?: SimilarInput, options?: CallOptions): Promise<List>
  /** The next page of a list; `device` when the list was made for one. */
  next(slate: string, query?: { readonly device?: string | undefined }, options?: CallOptions): Promise<List>
  /** Each ask is answered on its own, in this order. */
  batch(asks: BatchInput, options?: CallOptions): Promise<readonly BatchAnswer[]>
  /** What readers did. Sent again after a failure each counts once. */
  events(events: readonly EventInput[], options?: CallOptions): Promise<EventReceipt>
  surfaces(options?: CallOptions): Promise<readonly Surface[]>
  recipes(options?: CallOptions): Promise<readonly RecipeCard[]>
}

export function createClient(options: ClientOptions): Client {
  const call = createCall(options)
  return {
    recommend: (surface, body = {}, more = {}) => call(`/v1/surfaces/${encode(surface)}/recommend`, { ...more, body }),
    rank: (surface, body, more = {}) => call(`/v1/surfaces/${encode(surface)}/rank`, { ...more, body }),
    similar: (item, query = {}, more = {}) => call(`/v1/items/${encode(item)}/similar${queryOf(query)}`, more),
    next: (slate, query = {}, more = {}) => call(`/v1/slates/${encode(slate)}/next${queryOf(query)}`, more),
    batch: async (asks, more = {}) =>
      (await call<{ answers: BatchAnswer[] }>('/v1/batch', { ...more, body: { asks } })).answers,
    events(list, more = {}) {
      const events = list.map((event) => ({ id: newId(), at: Date.now(), ...event }))
      return call('/v1/events', { ...more, body: { version: 1, events } })
    },
    surfaces: async (more = {}) => (await call<{ surfaces: Surface[] }>('/v1/surfaces', more)).surfaces,
    recipes: async (more = {}) => (await call<{ recipes: RecipeCard[] }>('/v1/recipes', more)).recipes,
  }
}

const encode = encodeURIComponent

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`
}
