import {
  addedFeed,
  type Feed,
  feedList,
  feedRef,
  feedState,
  foundProspect,
  importedFeeds,
  newFeed,
  polledFeed,
  typedAddress,
} from '@lectern/protocol/rest/feeds.ts'
import type { Context } from 'hono'
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
import { type Actor, allow } from '../kernel/http/roles.ts'
import { opmlOf } from './export-opml.ts'
import type { FeedRow } from './feed.ts'
import type { PollReach } from './poll-feed.ts'
import { prospectOf } from './prospect-of.ts'
import { addFeed, listFeeds, pollOne, removeFeed, setFeedState, takeOpml } from './sources.ts'

const problems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found')
const bodyOf = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const tags = ['Desk']
const opmlText = z.string().describe('An OPML file.')

const list = createRoute({
  method: 'get',
  path: '/v1/desk/feeds',
  tags,
  summary: 'The feeds that are followed, with their health',
  responses: { 200: json(feedList, 'All of them'), ...problems },
})
const add = createRoute({
  method: 'post',
  path: '/v1/desk/feeds',
  tags,
  summary: 'Follow a feed, by its address or that of a page that names it (editors)',
  request: { body: bodyOf(newFeed) },
  responses: { 200: json(addedFeed, 'What was found there'), ...problems },
})
const state = createRoute({
  method: 'put',
  path: '/v1/desk/feeds/state',
  tags,
  summary: 'Pause a feed, or let it be polled again (editors)',
  request: { body: bodyOf(feedState) },
  responses: { 200: json(addedFeed, 'The feed as it is since'), ...problems },
})
const remove = createRoute({
  method: 'delete',
  path: '/v1/desk/feeds',
  tags,
  summary: 'Follow a feed no longer; what it brought stays (editors)',
  request: { query: feedRef },
  responses: { 200: json(feedRef, 'It is not listed any more'), ...problems },
})
const poll = createRoute({
  method: 'post',
  path: '/v1/desk/feeds/poll',
  tags,
  summary: 'Poll a feed now (editors)',
  request: { body: bodyOf(feedRef) },
  responses: { 200: json(polledFeed, 'What came of it'), ...problems },
})
const upload = createRoute({
  method: 'post',
  path: '/v1/desk/feeds/opml',
  tags,
  summary: 'Follow the feeds of an OPML file (editors)',
  request: { body: { required: true, content: { 'text/xml': { schema: opmlText } } } },
  responses: { 200: json(importedFeeds, 'What was in it'), ...problems },
})
const download = createRoute({
  method: 'get',
  path: '/v1/desk/feeds/opml',
  tags,
  summary: 'The list of feeds as an OPML file',
  responses: { 200: { description: 'The file', content: { 'text/xml': { schema: opmlText } } }, ...problems },
})
const typed = createRoute({
  method: 'post',
  path: '/v1/desk/prospects/address',
  tags,
  summary: 'Put the page at an address into the queue (editors)',
  request: { body: bodyOf(typedAddress) },
  responses: { 200: json(foundProspect, 'What was found there, or why nothing'), ...problems },
})

export function feedRoutes(reach: PollReach): Routes {
  const routes = newRoutes()
  routes.openapi(list, async (c) => {
    const { refusal } = who(c, 'read')
    if (refusal) return refusal
    const { feeds, waitingPages } = await listFeeds(reach)
    return c.json({ feeds: feeds.map((feed) => told(feed, reach.clock())), waitingPages }, 200)
  })
  routes.openapi(add, async (c) => {
    const { refusal, actor } = who(c, 'edit')
    if (refusal) return refusal
    const { address, folder } = c.req.valid('json')
    const added = await addFeed(reach, address, { folder, by: actor })
    return c.json(added.kind === 'not-found' ? added : { ...added, feed: told(added.feed, reach.clock()) }, 200)
  })
  routes.openapi(state, async (c) => {
    const { refusal, actor } = who(c, 'edit')
    if (refusal) return refusal
    const { url, state: wanted } = c.req.valid('json')
    const feed = await setFeedState(reach, url, { state: wanted, by: actor })
    return feed === undefined
      ? missing(c, url)
      : c.json({ kind: 'known' as const, feed: told(feed, reach.clock()) }, 200)
  })
  routes.openapi(remove, async (c) => {
    const { refusal, actor } = who(c, 'edit')
    if (refusal) return refusal
    const { url } = c.req.valid('query')
    return (await removeFeed(reach, url, actor)) ? c.json({ url }, 200) : missing(c, url)
  })
  routes.openapi(poll, async (c) => {
    const { refusal } = who(c, 'edit')
    if (refusal) return refusal
    const { url } = c.req.valid('json')
    const polled = await pollOne(reach, url)
    if (polled === undefined) return missing(c, url)
    const { outcome, feed } = polled
    return c.json({ outcome, feed: feed && told(feed, reach.clock()) }, 200)
  })
  routes.openapi(upload, async (c) => {
    const { refusal, actor } = who(c, 'edit')
    if (refusal) return refusal
    const taken = await takeOpml(reach, reach.parsers, { bytes: new Uint8Array(await c.req.arrayBuffer()), by: actor })
    if (typeof taken === 'string') return problemResponse(c, 'invalid', taken) as never
    return c.json({ listed: taken.feeds.length, added: taken.added, warnings: [...taken.warnings] }, 200)
  })
  routes.openapi(download, async (c) => {
    const { refusal } = who(c, 'read')
    if (refusal) return refusal
    const { feeds } = await listFeeds(reach)
    const headers = {
      'content-type': 'text/x-opml; charset=utf-8',
      'content-disposition': 'attachment; filename="feeds.opml"',
    }
    return c.body(opmlOf(feeds, reach.clock()), 200, headers) as never
  })
  routes.openapi(typed, async (c) => {
    const { refusal, actor } = who(c, 'edit')
    if (refusal) return refusal
    const found = await prospectOf(reach, c.req.valid('json').address, actor.id)
    if (found.kind !== 'added') return c.json(found, 200)
    const { id, url, title, warnings = [] } = found.prospect
    return c.json({ kind: 'added' as const, id, url, title, warnings: [...warnings] }, 200)
  })
  return routes
}

function who(
  c: Context<HttpEnv>,
  need: 'read' | 'edit',
): { refusal?: never; actor: Actor } | { refusal: never; actor?: never } {
  const allowed = allow(c.get('caller'), need === 'read' ? { kind: 'read' } : { kind: 'edit', surface: null })
  if (allowed.kind === 'allowed') return { actor: allowed.actor }
  return { refusal: problemResponse(c, allowed.problem, allowed.detail) as never }
}

const missing = (c: Context<HttpEnv>, url: string): never =>
  problemResponse(c, 'not-found', `No feed has the address "${url.slice(0, 200)}".`) as never

const told = (feed: FeedRow, now: number): Feed => ({
  url: feed.url,
  title: feed.title,
  siteUrl: feed.siteUrl,
  folder: feed.folder,
  language: feed.language,
  state: feed.state,
  nextAt: feed.state === 'active' ? feed.nextAt : null,
  polledAt: feed.polledAt,
  foundAt: feed.foundAt,
  found: feed.found,
  failures: feed.failures,
  failedSince: feed.failedSince,
  problem: feed.problem,
  warnings: [...feed.warnings],
  subscribed: (feed.hubUntil ?? 0) > now,
  addedAt: feed.addedAt,
})
