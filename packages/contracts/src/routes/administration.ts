import { z } from 'zod'
import {
  AccountOpening,
  AccountUse,
  AuditAction,
  AuditPage,
  ContentOwner,
  NewAccountOpening,
  OpenAccounts,
  TransferPage,
  TransferRequest,
  TransferResult,
} from '../entities/administration.ts'
import { IsoTimeInput } from '../entities/time.ts'
import { EMPTY, text } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wirePage } from '../wire-values.ts'

const auditFilter = {
  action: AuditAction.optional(),
  actor_id: z.string().optional(),
  since: IsoTimeInput.optional(),
  until: IsoTimeInput.optional(),
}

/** What administrators do beside accounts: the audit log, and handing content over. */
export const administrationRoutes = {
  listAudit: defineRoute({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'List what happened, newest first',
    query: z.object({ ...wirePage({ limit: 50, min: 1, max: 1000 }), ...auditFilter }),
    response: AuditPage,
    access: 'admin',
  }),
  exportAudit: defineRoute({
    method: 'GET',
    path: '/api/v1/audit.csv',
    summary: 'Get the audit log as a table, newest first',
    tags: ['audit'],
    query: z.object(auditFilter),
    response: text('text/csv; charset=utf-8'),
    access: 'admin',
  }),
  listAccountUse: defineRoute({
    method: 'GET',
    path: '/api/v1/admin/users',
    summary: 'List all accounts with what they have and do, newest first',
    response: z.array(AccountUse),
    access: 'admin',
  }),
  listOpenAccounts: defineRoute({
    method: 'GET',
    path: '/api/v1/admin/break-glass',
    summary: 'List the accounts whose private work is open to an administrator now',
    response: OpenAccounts,
    access: 'admin',
  }),
  openAccount: defineRoute({
    method: 'POST',
    path: '/api/v1/admin/break-glass',
    summary: 'Open the private work of an account to the caller for some time; its owner is told',
    body: NewAccountOpening,
    response: AccountOpening,
    status: 201,
    access: { who: 'admin', rules: [{ resource: 'user', by: 'user_id', action: 'manage' }] },
    scope: 'none',
    errors: ['break_glass_needless'],
  }),
  closeAccount: defineRoute({
    method: 'DELETE',
    path: '/api/v1/admin/break-glass/{opening_id}',
    summary: 'Close an account before its time',
    params: z.object({ opening_id: z.string() }),
    response: EMPTY,
    access: 'admin',
    errors: ['account_opening_not_found'],
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
    errors: ['user_not_found', 'board_not_found', 'private_work_closed', 'erasure_under_way'],
  }),
  undoTransfer: defineRoute({
    method: 'POST',
    path: '/api/v1/admin/transfers/{transfer_id}/undo',
    summary: 'Give back what was handed over',
    params: z.object({ transfer_id: z.string() }),
    response: TransferResult,
    access: 'admin',
    errors: ['transfer_not_found', 'transfer_already_undone', 'erasure_under_way'],
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
