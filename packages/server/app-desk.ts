// The part of app.ts that wires what belongs to the Desk: each slice of it adds its line here.
import { auditRoutes } from './audit/routes.ts'
import { type DeskReach, noScheduling } from './desk/desk.ts'
import { deskRoutes } from './desk/routes.ts'
import { judgingRoutes } from './judging/routes.ts'
import { newRoutes, type Routes } from './kernel/http/http.ts'
import type { Kernel } from './kernel/kernel.ts'
import { mirrorRoutes } from './mirror/routes.ts'
import type { Recommender } from './recommend/recommend.ts'
import { scheduleRoutes } from './schedule/routes.ts'
import { sectionRoutes } from './sections/routes.ts'
import { feedRoutes } from './sources/routes.ts'
import { openParsers } from './sources/sources.ts'
import { websubRoutes } from './sources/websub-routes.ts'
import type { Surfaces } from './surfaces/surfaces.ts'

interface Around {
  readonly recommender: Recommender
  readonly surfaces: Surfaces
  /** Answers when this process serves what changed after a revision of the items. */
  changed(after: number): Promise<void>
}

export function openDesk(kernel: Kernel, { recommender, surfaces, changed }: Around): Routes {
  const desk: DeskReach = { kernel, changed, scheduling: noScheduling, arrange: (prospects) => prospects }
  const settingsOf = surfaces.settings
  const schedule = { kernel, settingsOf, marksOf: async () => new Map() }
  const sources = { ...kernel, parsers: openParsers() }
  const routes = newRoutes()
  for (const own of [
    auditRoutes(kernel),
    deskRoutes(desk),
    feedRoutes(sources),
    websubRoutes(sources),
    judgingRoutes(kernel),
    scheduleRoutes(schedule, () => recommender.editorsChanged('schedule')),
    sectionRoutes({ kernel, settingsOf }, () => recommender.editorsChanged('sections')),
    mirrorRoutes({ kernel, settingsOf, threshold: kernel.config.desk.leastReaders }),
  ])
    routes.route('/', own)
  return routes
}
