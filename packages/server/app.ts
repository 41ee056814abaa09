// The only place that wires slices together: one kernel in, one web-standard `fetch` out, plus the background jobs.
import { maxEventsPerBatch } from '@lectern/protocol/events/events.ts'
import { csrf } from 'hono/csrf'
import { openKeys, openSessions } from './accounts/accounts.ts'
import { identify } from './accounts/identify.ts'
import { keyRoutes } from './accounts/key-routes.ts'
import { openRate } from './accounts/rate.ts'
import { accountRoutes } from './accounts/routes.ts'
import { openDesk } from './app-desk.ts'
import { firefoxRoutes } from './compat/firefox/routes.ts'
import { openMerino } from './compat/merino/merino.ts'
import { merinoRoutes } from './compat/merino/routes.ts'
import { openPublisherNames } from './desk/desk.ts'
import { followAnnouncedEvents, newEventFeed } from './events/events.ts'
import { eventRoutes } from './events/routes.ts'
import { signalsOf } from './events/signals.ts'
import { itemRoutes } from './items/routes.ts'
import { isReachable } from './kernel/db/db.ts'
import { limitBody } from './kernel/http/body-limit.ts'
import { protect } from './kernel/http/headers.ts'
import { healthRoutes } from './kernel/http/health.ts'
import { newRoutes, onError, problemResponse, type Routes } from './kernel/http/http.ts'
import { serveContract } from './kernel/http/openapi.ts'
import { openShedding } from './kernel/http/shed.ts'
import { refuseUnstorable } from './kernel/http/storable-text.ts'
import { serveWeb } from './kernel/http/web-files.ts'
import type { Kernel } from './kernel/kernel.ts'
import { openMetrics } from './kernel/metrics/metrics.ts'
import { metricsRoutes } from './kernel/metrics/routes.ts'
import { listRoutes } from './recommend/list-routes.ts'
import { openLists } from './recommend/lists.ts'
import { measureServing } from './recommend/measure-serving.ts'
import { openPublicAnswers } from './recommend/public-answers.ts'
import { recipeCards } from './recommend/recipe-cards.ts'
import { openRecommender } from './recommend/recommend.ts'
import { resolvePublishers } from './recommend/resolve-publishers.ts'
import { recommendRoutes } from './recommend/routes.ts'
import { isSimulated } from './samples/samples.ts'
import { measurePolling } from './sources/sources.ts'
import { crossOrigin } from './surfaces/cross-origin.ts'
import { surfaceRoutes } from './surfaces/routes.ts'
import { openSurfaces } from './surfaces/surfaces.ts'

const maxBodyBytes = 1024 * 1024
const shownSignals = ['save', 'like', 'dismiss', 'open', 'finish'] as const

export interface App {
  readonly routes: Routes
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>
  /** Writes what waits in memory. */
  close(): Promise<void>
}

export async function openApp(kernel: Kernel, options: { webFolder: string; version: string }): Promise<App> {
  const feed = newEventFeed(kernel.chance.uuid())
  const metrics = openMetrics()
  const shedding = openShedding()
  feed.subscribe((events) => metrics.events(events.map(({ kind }) => kind)))
  const surfaces = await openSurfaces(kernel)
  const names = await openPublisherNames(kernel)
  const serving = { busy: shedding.busy, made: metrics.list, placeOf: surfaces.settings }
  const recommender = await openRecommender(kernel, feed, serving)
  const following = followAnnouncedEvents(kernel, feed, () => recommender.recount())
  const merino = openMerino(
    kernel,
    { ...recommender, view: () => recommender.view('newtab') },
    { feed, made: metrics.list },
  )
  const sessions = openSessions(kernel)
  const keys = openKeys(kernel)
  const simulated = await isSimulated(kernel).catch(() => false)
  const app = newRoutes()
  app.use(async (c, next) => {
    const requestId = kernel.chance.uuid()
    c.set('requestId', requestId)
    c.set('log', kernel.log)
    const start = performance.now()
    await next()
    protect(c.res, requestId)
    const ms = Math.round((performance.now() - start) * 10) / 10
    metrics.request({ method: c.req.method, route: c.req.routePath, status: c.res.status, ms })
    kernel.log.debug({ requestId, method: c.req.method, route: c.req.routePath, status: c.res.status, ms }, 'request')
  })
  app.use(shedding.count)
  for (const path of ['/v1/events', '/submit/*']) app.use(path, shedding.write)
  // Before the limit below: what is let go unread may have any size.
  app.route('/', firefoxRoutes({ kernel, feed, served: merino.served }))
  const guard = csrf()
  // Another site can only misuse what a browser sends by itself: the cookie.
  app.use((c, next) => (c.req.header('cookie') === undefined ? next() : guard(c, next)))
  app.use(
    limitBody(maxBodyBytes, (c) =>
      problemResponse(
        c,
        'too-large',
        `A request body may have ${maxBodyBytes} bytes${c.req.path === '/v1/events' ? `, a batch ${maxEventsPerBatch} events: send several` : ''}.`,
      ),
    ),
  )
  app.use('/v1/*', crossOrigin(surfaces))
  const rate = openRate(kernel.clock)
  app.use('/v1/*', identify({ sessions, keys, rate, allowsOrigin: surfaces.allowsOrigin }))
  app.use('/v1/*', refuseUnstorable({ except: '/v1/events' }))
  app.onError(onError)
  app.notFound((c) =>
    problemResponse(c, 'not-found', `${c.req.method} ${c.req.path} does not exist; /docs lists what does.`),
  )
  app.route('/', eventRoutes(kernel, feed))
  app.route('/', surfaceRoutes(surfaces, recipeCards()))
  app.route('/', keyRoutes(kernel, keys))
  app.route('/', itemRoutes(kernel, recommender.itemsChanged))
  app.route('/', openDesk(kernel, { recommender, surfaces, names, changed: recommender.itemsChanged }))
  const lists = resolvePublishers(openLists(kernel, recommender, surfaces.settings), names.canonical)
  const publicAnswers = openPublicAnswers(kernel, recommender.withdrawals)
  app.route('/', recommendRoutes(kernel, lists, publicAnswers))
  app.route('/', listRoutes(lists, publicAnswers))
  app.route('/', merinoRoutes(merino))
  app.route(
    '/',
    accountRoutes(kernel, sessions, async (reader) => ({
      signals: reader === null ? [] : await signalsOf(kernel, reader, { kinds: shownSignals, limit: 500 }),
      simulated,
    })),
  )
  app.route(
    '/',
    healthRoutes({ database: () => isReachable(kernel.database.db), recommender: async () => recommender.ready() }),
  )
  measureServing(metrics, { kernel, recommender, following, shedding })
  measurePolling(metrics, kernel)
  app.use('/metrics', identify({ sessions, keys, rate, allowsOrigin: surfaces.allowsOrigin }))
  app.route('/', metricsRoutes(kernel.config, metrics))
  serveContract(app, options.version)
  serveWeb(app, options.webFolder)
  const close = async (): Promise<void> => {
    shedding.close()
    await following.close()
    await merino.close()
    await recommender.close()
  }
  return { routes: app, fetch: (request, env) => app.fetch(request, env), close }
}
