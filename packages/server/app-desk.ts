// The part of app.ts that wires what belongs to the Desk: each slice of it adds its line here.
import { auditRoutes } from './audit/routes.ts'
import { newRoutes, type Routes } from './kernel/http/http.ts'
import type { Kernel } from './kernel/kernel.ts'

export function openDesk(kernel: Kernel): Routes {
  const routes = newRoutes()
  routes.route('/', auditRoutes(kernel))
  return routes
}
