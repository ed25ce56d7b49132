import { showAudit } from '../services/audit.ts'
import type { Server } from '../services/server.ts'
import type { Handlers } from './handlers.ts'

/** Answers the routes of administrators beside accounts. */
export function createAdministrationHandlers(app: Server) {
  return {
    listAudit: ({ query: { offset, limit, ...query } }) => showAudit(app, query, { offset, limit }),
  } satisfies Partial<Handlers>
}
