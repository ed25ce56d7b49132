import { z } from 'zod'
import {
  AuditAction,
  AuditPage,
  ContentOwner,
  TransferPage,
  TransferRequest,
  TransferResult,
} from '../entities/administration.ts'
import { IsoTimeInput } from '../entities/time.ts'
import { defineRoute } from '../route.ts'
import { wirePage } from '../wire-values.ts'

/** What administrators do beside accounts: the audit log, and handing content over. */
export const administrationRoutes = {
  listAudit: defineRoute({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'List what happened, newest first',
    query: z.object({
      ...wirePage({ limit: 50, min: 1, max: 1000 }),
      action: AuditAction.optional(),
      actor_id: z.string().optional(),
      since: IsoTimeInput.optional(),
      until: IsoTimeInput.optional(),
    }),
    response: AuditPage,
    access: 'admin',
  }),
  transferContent: defineRoute({
    method: 'POST',
    path: '/api/v1/admin/transfers',
    summary: 'Hand content over to another account, or try how much it would be',
    body: TransferRequest,
    response: TransferResult,
    status: 201,
    otherStatuses: [200],
    access: 'admin',
    errors: ['user_not_found', 'board_not_found'],
  }),
  undoTransfer: defineRoute({
    method: 'POST',
    path: '/api/v1/admin/transfers/{transfer_id}/undo',
    summary: 'Give back what was handed over',
    params: z.object({ transfer_id: z.string() }),
    response: TransferResult,
    access: 'admin',
    errors: ['transfer_not_found', 'transfer_already_undone'],
  }),
  listTransfers: defineRoute({
    method: 'GET',
    path: '/api/v1/admin/transfers',
    summary: 'List what has been handed over, the latest first',
    query: z.object(wirePage({ limit: 50, min: 1, max: 1000 })),
    response: TransferPage,
    access: 'admin',
  }),
  listContentOwners: defineRoute({
    method: 'GET',
    path: '/api/v1/admin/content-owners',
    summary: 'List everybody to whom something belongs, accounts that are gone too, and how much',
    response: z.array(ContentOwner),
    access: 'admin',
  }),
}
