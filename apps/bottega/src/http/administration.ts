import { showAudit } from '../services/audit.ts'
import type { Server } from '../services/server.ts'
import { showContentOwners, showTransfers, transferContent, undoTransfer } from '../services/transfers.ts'
import type { Handlers } from './handlers.ts'

/** Answers the routes of administrators beside accounts. */
export function createAdministrationHandlers(app: Server) {
  return {
    listAudit: ({ query: { offset, limit, ...query } }) => showAudit(app, query, { offset, limit }),
    transferContent: async ({ body }, { doer, setStatus }) => {
      if (body.dry_run) setStatus(200)
      return transferContent(app, body, doer)
    },
    undoTransfer: ({ params }, { doer }) => undoTransfer(app, params.transfer_id, doer),
    listTransfers: ({ query }) => showTransfers(app, query),
    listContentOwners: () => showContentOwners(app),
  } satisfies Partial<Handlers>
}
