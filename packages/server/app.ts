// The only place that wires slices together: one kernel in, one web-standard `fetch` out, plus the background jobs.
import { maxEventsPerBatch } from '@lectern/protocol/events/events.ts'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { openKeys, openSessions } from './accounts/accounts.ts'
import { identify } from './accounts/identify.ts'
import { accountJobs } from './accounts/jobs.ts'
import { keyRoutes } from './accounts/key-routes.ts'
import { openRate } from './accounts/rate.ts'
import { accountRoutes } from './accounts/routes.ts'
import { newEventFeed } from './events/events.ts'
import { eventJobs } from './events/jobs.ts'
import { eventRoutes } from './events/routes.ts'
import { signalsOf } from './events/signals.ts'
import { isReachable } from './kernel/db/db.ts'
import { limitBody } from './kernel/http/body-limit.ts'
import { healthRoutes } from './kernel/http/health.ts'
import { newRoutes, onError, problemResponse, type Routes } from './kernel/http/http.ts'
import { serveContract } from './kernel/http/openapi.ts'
import { serveWeb } from './kernel/http/web-files.ts'
import type { Job } from './kernel/jobs/jobs.ts'
import type { Kernel } from './kernel/kernel.ts'
import { listRoutes } from './recommend/list-routes.ts'
import { openLists } from './recommend/lists.ts'
import { openPublicAnswers } from './recommend/public-answers.ts'
import { recipeCards } from './recommend/recipe-cards.ts'
import { openRecommender } from './recommend/recommend.ts'
import { recommendRoutes } from './recommend/routes.ts'
import { isSimulated } from './samples/samples.ts'
import { crossOrigin } from './surfaces/cross-origin.ts'
import { surfaceRoutes } from './surfaces/routes.ts'
import { openSurfaces } from './surfaces/surfaces.ts'
import { trainingJobs } from './training/jobs.ts'

const maxBodyBytes = 1024 * 1024
const shownSignals = ['save', 'like', 'dismiss', 'open', 'finish'] as const

export interface App {
  readonly routes: Routes
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Writes what waits in memory. */
  close(): Promise<void>
}

export async function openApp(kernel: Kernel, options: { webFolder: string; version: string }): Promise<App> {
  const feed = newEventFeed()
  const recommender = await openRecommender(kernel, feed)
  const sessions = openSessions(kernel)
  const keys = openKeys(kernel)
  const surfaces = await openSurfaces(kernel)
  const simulated = await isSimulated(kernel)
  const app = newRoutes()
  app.use(async (c, next) => {
    const requestId = kernel.chance.uuid()
    c.set('requestId', requestId)
    c.set('log', kernel.log)
    const start = performance.now()
    await next()
    c.header('x-request-id', requestId)
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', policy)
    if (!c.res.headers.has('cross-origin-resource-policy')) c.header('cross-origin-resource-policy', 'same-origin')
    const ms = Math.round((performance.now() - start) * 10) / 10
    kernel.log.debug({ requestId, method: c.req.method, route: c.req.routePath, status: c.res.status, ms }, 'request')
  })
  app.use(
    secureHeaders({
      referrerPolicy: 'no-referrer',
      crossOriginEmbedderPolicy: false,
      crossOriginResourcePolicy: false, // above: a file may be meant for other sites
    }),
  )
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
  app.onError(onError)
  app.notFound((c) =>
    problemResponse(c, 'not-found', `${c.req.method} ${c.req.path} does not exist; /docs lists what does.`),
  )
  app.route('/', eventRoutes(kernel, feed))
  app.route('/', surfaceRoutes(surfaces, recipeCards()))
  app.route('/', keyRoutes(kernel, keys))
  const lists = openLists(kernel, recommender, surfaces.settings)
  const publicAnswers = openPublicAnswers(kernel)
  app.route('/', recommendRoutes(lists, publicAnswers))
  app.route('/', listRoutes(lists, publicAnswers))
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
  serveContract(app, options.version)
  serveWeb(app, options.webFolder)
  return { routes: app, fetch: (request) => app.fetch(request), close: () => recommender.close() }
}

export const allJobs = (kernel: Kernel): Job[] => [
  ...eventJobs(kernel),
  ...trainingJobs(kernel),
  ...accountJobs(kernel),
]

/** A page may bring a stricter one of its own. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')
