import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { loadHandOverPage, readHandOverSearch } from '../features/administration/index.ts'
import { loadAuditPage } from '../features/audit/index.ts'
import { loadModelsPage, readModelsSearch } from '../features/models/index.ts'
import { loadProfilePage, loadUsersPage } from '../features/people/index.ts'
import { loadQueuePage } from '../features/queue/index.ts'
import { loadSettingsPage } from '../features/settings/index.ts'
import { loadTrashPage } from '../features/trash/index.ts'
import { readStudioSearch } from '../shared/studio-search.ts'
import { NotFound } from './not-found.tsx'
import { PlaceFault } from './place-fault.tsx'
import { PlacePending } from './place-pending.tsx'
import { Shell } from './shell.tsx'
import { StudioPage } from './studio-page.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const place = { getParentRoute: () => root }

const routes = [
  createRoute({ ...place, path: '/', component: StudioPage, validateSearch: readStudioSearch, staticData: {} }),
  createRoute({
    ...place,
    path: '/queue',
    component: lazyRouteComponent(loadQueuePage, 'QueuePage'),
    staticData: { title: 'app:queue' },
  }),
  createRoute({
    ...place,
    path: '/models',
    component: lazyRouteComponent(loadModelsPage, 'ModelsPage'),
    validateSearch: readModelsSearch,
    staticData: { title: 'app:models' },
  }),
  createRoute({
    ...place,
    path: '/profile',
    component: lazyRouteComponent(loadProfilePage, 'ProfilePage'),
    staticData: { title: 'app:profile' },
  }),
  createRoute({
    ...place,
    path: '/users',
    component: lazyRouteComponent(loadUsersPage, 'UsersPage'),
    staticData: { title: 'app:users' },
  }),
  createRoute({
    ...place,
    path: '/hand-over',
    component: lazyRouteComponent(loadHandOverPage, 'HandOverPage'),
    validateSearch: readHandOverSearch,
    staticData: { title: 'administration:title' },
  }),
  createRoute({
    ...place,
    path: '/audit',
    component: lazyRouteComponent(loadAuditPage, 'AuditPage'),
    staticData: { title: 'audit:title' },
  }),
  createRoute({
    ...place,
    path: '/trash',
    component: lazyRouteComponent(loadTrashPage, 'TrashPage'),
    staticData: { title: 'trash:title' },
  }),
  createRoute({
    ...place,
    path: '/settings',
    component: lazyRouteComponent(loadSettingsPage, 'SettingsPage'),
    staticData: { title: 'app:settings' },
  }),
] as const

const tree = root.addChildren(routes)

/** Makes the router of the places inside the page; each is an address that can be kept and sent. */
export function createPageRouter(baseUrl: string) {
  return createRouter({
    routeTree: tree,
    basepath: baseUrl,
    defaultPreload: 'intent',
    // what comes at once shows no bones before
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PlacePending,
    defaultErrorComponent: PlaceFault,
  })
}

/** The router of the page. */
export type PageRouter = ReturnType<typeof createPageRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: PageRouter
  }
}
