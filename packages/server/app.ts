// The only place that wires slices together: one kernel in, one web-standard `fetch` out, plus the background jobs.
import { maxEventsPerBatch } from '@lectern/protocol/events/events.ts'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { openSessions } from './accounts/accounts.ts'
import { accountJobs } from './accounts/jobs.ts'
import { accountRoutes, identify } from './accounts/routes.ts'
import { firefoxRoutes } from './compat/firefox/routes.ts'
import { openMerino } from './compat/merino/merino.ts'
import { merinoRoutes } from './compat/merino/routes.ts'
import { followAnnouncedEvents, newEventFeed } from './events/events.ts'
import { eventJobs } from './events/jobs.ts'
import { eventRoutes } from './events/routes.ts'
import { signalsOf } from './events/signals.ts'
import { itemRoutes } from './items/routes.ts'
import { isReachable } from './kernel/db/db.ts'
import { protect } from './kernel/http/headers.ts'
import { healthRoutes } from './kernel/http/health.ts'
import { newRoutes, onError, problemResponse, type Routes } from './kernel/http/http.ts'
import { serveContract } from './kernel/http/openapi.ts'
import { serveWeb } from './kernel/http/web-files.ts'
import type { Job } from './kernel/jobs/jobs.ts'
import type { Kernel } from './kernel/kernel.ts'
import { openRecommender } from './recommend/recommend.ts'
import { recommendRoutes } from './recommend/routes.ts'
import { isSimulated } from './samples/samples.ts'
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
  const feed = newEventFeed(kernel.chance.uuid())
  const recommender = await openRecommender(kernel, feed)
  const following = followAnnouncedEvents(kernel, feed, () => recommender.recount())
  const merino = openMerino(kernel, recommender, feed)
  const sessions = openSessions(kernel)
  const simulated = await isSimulated(kernel)
  const app = newRoutes()
  app.use(async (c, next) => {
    const requestId = kernel.chance.uuid()
    c.set('requestId', requestId)
    c.set('log', kernel.log)
    const start = performance.now()
    await next()
    protect(c.res, requestId)
    const ms = Math.round((performance.now() - start) * 10) / 10
    kernel.log.debug({ requestId, method: c.req.method, route: c.req.routePath, status: c.res.status, ms }, 'request')
  })
  // Before the limit below: what is let go unread may have any size.
  app.route('/', firefoxRoutes({ kernel, feed, served: merino.served }))
  app.use(csrf())
  const limited = bodyLimit({
    maxSize: maxBodyBytes,
    onError: (c) =>
      problemResponse(
        c,
        'too-large',
        `A request body may have ${maxBodyBytes} bytes${c.req.path === '/v1/events' ? `, a batch ${maxEventsPerBatch} events: send several` : ''}.`,
      ),
  })
  // Looking for the body of a request that has none makes a whole Request of it.
  app.use((c, next) => (['GET', 'HEAD'].includes(c.req.method) ? next() : limited(c, next)))
  app.use('/v1/*', identify(sessions))
  app.onError(onError)
  app.notFound((c) =>
    problemResponse(c, 'not-found', `${c.req.method} ${c.req.path} does not exist; /docs lists what does.`),
  )
  app.route('/', eventRoutes(kernel, feed))
  app.route('/', itemRoutes(kernel, recommender.itemsChanged))
  app.route('/', recommendRoutes(kernel, recommender))
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
  serveContract(app, options.version)
  serveWeb(app, options.webFolder)
  const close = async (): Promise<void> => {
    await following.close()
    await merino.close()
    await recommender.close()
  }
  return { routes: app, fetch: (request) => app.fetch(request), close }
}

export const allJobs = (kernel: Kernel): Job[] => [
  ...eventJobs(kernel),
  ...trainingJobs(kernel),
  ...accountJobs(kernel),
]
