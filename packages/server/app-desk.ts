// The part of app.ts that wires what belongs to the Desk: each slice of it adds its line here.
import { auditRoutes } from './audit/routes.ts'
import { newRoutes, type Routes } from './kernel/http/http.ts'
import type { Kernel } from './kernel/kernel.ts'
import { mirrorRoutes } from './mirror/routes.ts'
import type { Recommender } from './recommend/recommend.ts'
import { scheduleRoutes } from './schedule/routes.ts'
import { sectionRoutes } from './sections/routes.ts'
import type { Surfaces } from './surfaces/surfaces.ts'

export function openDesk(
  kernel: Kernel,
  { recommender, surfaces }: { readonly recommender: Recommender; readonly surfaces: Surfaces },
): Routes {
  const settingsOf = surfaces.settings
  const routes = newRoutes()
  routes.route('/', auditRoutes(kernel))
  const schedule = { kernel, settingsOf, marksOf: async () => new Map() }
  routes.route(
    '/',
    scheduleRoutes(schedule, () => recommender.editorsChanged('schedule')),
  )
  routes.route(
    '/',
    sectionRoutes({ kernel, settingsOf }, () => recommender.editorsChanged('sections')),
  )
  routes.route('/', mirrorRoutes({ kernel, settingsOf, threshold: kernel.config.desk.leastReaders }))
  return routes
}
