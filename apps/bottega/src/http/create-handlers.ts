import type { Readiness } from '../services/server/readiness.ts'
import type { Server } from '../services/server/server.ts'
import { createAccountHandlers } from './accounts.ts'
import { createAdministrationHandlers } from './administration.ts'
import { createBoardHandlers } from './boards.ts'
import { createCredentialHandlers } from './credentials.ts'
import { createGalleryHandlers } from './gallery.ts'
import type { Handlers } from './handlers.ts'
import { createImageHandlers } from './images.ts'
import { createPromptHandlers, createWorkflowHandlers } from './library.ts'
import { createInstallHandlers, createModelHandlers } from './models.ts'
import { createCacheHandlers, createQueueHandlers } from './queue.ts'
import { createClientStateHandlers, createServerHandlers } from './server-routes.ts'
import { createPublicHandlers, createSharingHandlers } from './sharing.ts'

/** The handlers of all routes that this version offers. */
export function createHandlers(app: Server, readiness: Readiness): Handlers {
  return {
    ...createServerHandlers(app, readiness),
    ...createAccountHandlers(app),
    ...createCredentialHandlers(app),
    ...createAdministrationHandlers(app),
    ...createClientStateHandlers(app),
    ...createBoardHandlers(app),
    ...createSharingHandlers(app),
    ...createPublicHandlers(app),
    ...createImageHandlers(app),
    ...createGalleryHandlers(app),
    ...createQueueHandlers(app),
    ...createCacheHandlers(app),
    ...createWorkflowHandlers(app),
    ...createPromptHandlers(app),
    ...createModelHandlers(app),
    ...createInstallHandlers(app),
  }
}
