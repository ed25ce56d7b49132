import { Readable } from 'node:stream'
import { closeAccount, openAccount, showOpenAccounts } from '../services/accounts/account-openings.ts'
import { showAccountUse } from '../services/accounts/accounts.ts'
import { showContentOwners, showTransfers, transferContent, undoTransfer } from '../services/accounts/transfers.ts'
import { showAudit, writeAuditTable } from '../services/audit/audit.ts'
import type { Server } from '../services/server/server.ts'
import type { Handlers } from './handlers.ts'

/** Answers the routes of administrators beside accounts. */
export function createAdministrationHandlers(app: Server) {
  return {
    listAudit: ({ query: { offset, limit, ...query } }) => showAudit(app, query, { offset, limit }),
    transferContent: async ({ body }, { actor, doer, setStatus }) => {
      if (body.dry_run) setStatus(200)
      return transferContent(app, body, doer, actor)
    },
    undoTransfer: ({ params }, { actor, doer }) => undoTransfer(app, params.transfer_id, doer, actor),
    listTransfers: ({ query }, { actor }) => showTransfers(app, query, actor),
    listContentOwners: () => showContentOwners(app),
    exportAudit: async ({ query }, { setHeader }) => {
      const table = await writeAuditTable(app, query)
      setHeader('Content-Disposition', 'attachment; filename="audit.csv"')
      setHeader('Cache-Control', 'private, no-store')
      return Readable.from(table)
    },
    listAccountUse: () => showAccountUse(app),
    listOpenAccounts: () => showOpenAccounts(app),
    openAccount: ({ body }, { actor, doer }) => openAccount(app, actor, body, doer),
    closeAccount: async ({ params }, { doer }) => {
      await closeAccount(app, params.opening_id, doer)
      return undefined
    },
  } satisfies Partial<Handlers>
}
