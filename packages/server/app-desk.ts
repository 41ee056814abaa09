// The part of app.ts that wires what belongs to the Desk: each slice of it adds its line here.
import { auditRoutes } from './audit/routes.ts'
import { type DeskReach, noScheduling } from './desk/desk.ts'
import { deskRoutes } from './desk/routes.ts'
import { judgingRoutes } from './judging/routes.ts'
import { newRoutes, type Routes } from './kernel/http/http.ts'
import type { Kernel } from './kernel/kernel.ts'
import { feedRoutes } from './sources/routes.ts'
import { openParsers } from './sources/sources.ts'
import { websubRoutes } from './sources/websub-routes.ts'

/** `changed` answers when this process serves what changed after a revision of the items. */
export function openDesk(kernel: Kernel, changed: (after: number) => Promise<void>): Routes {
  const desk: DeskReach = { kernel, changed, scheduling: noScheduling, arrange: (prospects) => prospects }
  const routes = newRoutes()
  routes.route('/', auditRoutes(kernel))
  routes.route('/', deskRoutes(desk))
  const sources = { ...kernel, parsers: openParsers() }
  routes.route('/', feedRoutes(sources))
  routes.route('/', websubRoutes(sources))
  routes.route('/', judgingRoutes(kernel))
  return routes
}
