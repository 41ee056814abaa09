// The addresses of the app. Each page is its own chunk, fetched when its address is near.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken } from './pages/broken.tsx'
import { NotFound } from './pages/not-found.tsx'
import { Shell } from './parts/shell/shell.tsx'
import { filterOf } from './state/prospect-filter.ts'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/home.tsx'), 'Home'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    typeof search.token === 'string' || typeof search.token === 'number' ? { token: String(search.token) } : {},
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in.tsx'), 'SignIn'),
})

const desk = createRoute({
  getParentRoute: () => root,
  path: '/desk',
  component: lazyRouteComponent(() => import('./parts/desk/frame.tsx'), 'DeskFrame'),
})

const triage = createRoute({
  getParentRoute: () => desk,
  path: '/',
  validateSearch: filterOf,
  component: lazyRouteComponent(() => import('./pages/desk/triage/triage.tsx'), 'Triage'),
})

const corpus = createRoute({
  getParentRoute: () => desk,
  path: '/corpus',
  component: lazyRouteComponent(() => import('./pages/desk/corpus/corpus.tsx'), 'Corpus'),
})

const rejected = createRoute({
  getParentRoute: () => desk,
  path: '/rejected',
  component: lazyRouteComponent(() => import('./pages/desk/rejected/rejected.tsx'), 'Rejected'),
})

const publishers = createRoute({
  getParentRoute: () => desk,
  path: '/publishers',
  component: lazyRouteComponent(() => import('./pages/desk/publishers/publishers.tsx'), 'Publishers'),
})

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const deskSchedule = createRoute({
  getParentRoute: () => desk,
  path: '/schedule',
  validateSearch: (search: Record<string, unknown>): { surface?: string | undefined; day?: string | undefined } => ({
    surface: text(search.surface),
    day: text(search.day),
  }),
  component: lazyRouteComponent(() => import('./pages/desk/schedule/schedule.tsx'), 'Schedule'),
})

const mirror = createRoute({
  getParentRoute: () => desk,
  path: '/mirror',
  component: lazyRouteComponent(() => import('./pages/desk/mirror/mirror.tsx'), 'Mirror'),
})

const feeds = createRoute({
  getParentRoute: () => desk,
  path: '/feeds',
  component: lazyRouteComponent(() => import('./pages/desk/feeds/feeds.tsx'), 'Feeds'),
})

const deskSections = createRoute({
  getParentRoute: () => desk,
  path: '/sections',
  validateSearch: (search: Record<string, unknown>): { surface?: string | undefined; open?: string | undefined } => ({
    surface: text(search.surface),
    open: text(search.open),
  }),
  component: lazyRouteComponent(() => import('./pages/desk/sections/sections.tsx'), 'Sections'),
})

const deskCollections = createRoute({
  getParentRoute: () => desk,
  path: '/collections',
  validateSearch: (search: Record<string, unknown>): { open?: string | undefined } => ({ open: text(search.open) }),
  component: lazyRouteComponent(() => import('./pages/desk/collections/collections.tsx'), 'Collections'),
})

const collection = createRoute({
  getParentRoute: () => root,
  path: '/collections/$slug',
  component: lazyRouteComponent(() => import('./pages/collection/collection.tsx'), 'Collection'),
})

const audit = createRoute({
  getParentRoute: () => desk,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/desk/audit/audit.tsx'), 'Audit'),
})

const priorities = createRoute({
  getParentRoute: () => desk,
  path: '/priorities',
  component: lazyRouteComponent(() => import('./pages/desk/priorities/priorities.tsx'), 'Priorities'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    collection,
    desk.addChildren([
      triage,
      deskSchedule,
      deskSections,
      deskCollections,
      corpus,
      rejected,
      publishers,
      feeds,
      priorities,
      mirror,
      audit,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
