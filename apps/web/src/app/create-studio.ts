import { noteRefusal } from '../features/people/index.ts'
import { createServer, type Server } from '../shared/server/index.ts'
import { createUserState, type UserState } from '../shared/user-state/index.ts'
import { createPageRouter, type PageRouter } from './router.tsx'

/** What lasts as long as the page. */
export interface PageParts {
  readonly server: Server
  readonly state: UserState
  readonly router: PageRouter
}

/** Makes the parts of the page, which know nobody yet. */
export function createStudio(baseUrl: string): PageParts {
  const server = createServer(baseUrl, noteRefusal)
  // tabs of one browser and one server follow each other at once
  const tabs = new BroadcastChannel(`bottega-state ${baseUrl}`)
  const state = createUserState(server.client, () => tabs.postMessage('saved'))
  tabs.onmessage = () => void state.load().catch(() => undefined)
  return { server, state, router: createPageRouter(baseUrl) }
}
