import { answersJson, type Method, makeHead, type Route, sendsFile } from '../route.ts'
import { administrationRoutes } from './administration.ts'
import { appRoutes, customNodeRoutes, healthRoutes, imageMoveRoutes, utilityRoutes } from './app.ts'
import { authRoutes } from './auth.ts'
import { boardImageRoutes, boardRoutes } from './boards.ts'
import { clientStateRoutes, recallRoutes } from './client-state.ts'
import { galleryRoutes, virtualBoardRoutes } from './gallery.ts'
import { imageRoutes } from './images.ts'
import { modelInstallRoutes, modelRelationshipRoutes } from './model-installs.ts'
import { modelRoutes } from './models.ts'
import { stylePresetRoutes, systemPromptRoutes } from './prompts.ts'
import { queueRoutes } from './queue.ts'
import { publicRoutes, sharingRoutes } from './sharing.ts'
import { videoRoutes } from './videos.ts'
import { workflowRoutes } from './workflows.ts'

/** Every operation of the interface that is declared by hand, by its name. */
export const ROUTES = {
  ...authRoutes,
  ...administrationRoutes,
  ...boardRoutes,
  ...boardImageRoutes,
  ...sharingRoutes,
  ...publicRoutes,
  ...imageRoutes,
  ...videoRoutes,
  ...galleryRoutes,
  ...virtualBoardRoutes,
  ...queueRoutes,
  ...workflowRoutes,
  ...stylePresetRoutes,
  ...systemPromptRoutes,
  ...clientStateRoutes,
  ...recallRoutes,
  ...utilityRoutes,
  ...modelRoutes,
  ...modelInstallRoutes,
  ...modelRelationshipRoutes,
  ...appRoutes,
  ...imageMoveRoutes,
  ...customNodeRoutes,
  ...healthRoutes,
}

/** The name of an operation. */
export type RouteName = keyof typeof ROUTES

/** An operation with its name. */
export interface NamedRoute {
  readonly name: string
  readonly route: Route
}

/** All operations: those of `ROUTES`, and a HEAD for each GET of a file, named after it. */
export function listRoutes(): NamedRoute[] {
  const declared = Object.entries<Route>(ROUTES).map(([name, route]) => ({ name, route }))
  const heads = declared
    .filter(({ route }) => route.method === 'GET' && sendsFile(route))
    .map(({ name, route }) => ({
      name: name.replace(/^get|^export/, 'head'),
      // a GET has no body, and this one answers with a file
      route: makeHead(route as Parameters<typeof makeHead>[0]),
    }))
  return [...declared, ...heads]
}

/** How an operation is called, without its schemas. */
export interface OperationPath {
  readonly method: Method
  readonly path: string
  /** what the answer is, where it is no JSON */
  readonly answer?: 'file' | 'text' | 'empty'
}

/**
 * How each operation is called, by its name: all that a client needs at run time. The table in packages/client is generated from
 * it, so that no schema gets into the page.
 */
export function listPaths(): Record<string, OperationPath> {
  return Object.fromEntries(
    listRoutes().map(({ name, route: { method, path, response } }) => [
      name,
      { method, path, ...(!answersJson(response) && { answer: response.kind }) },
    ]),
  )
}
