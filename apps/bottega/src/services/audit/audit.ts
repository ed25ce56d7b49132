import type { AuditAction, AuditEntry } from '@bottega/contracts'
import type { Queryable } from '../../data/database.ts'
import {
  AUDIT_COLUMNS,
  type AuditFilter,
  type AuditRecord,
  createAuditEntry,
  findDeletedAccounts,
  listAuditEntries,
  listAuditEntriesBefore,
} from '../../data/repositories/audit.ts'
import { listUsers } from '../../data/repositories/users.ts'
import { formatTime, presentTime } from '../../data/time.ts'
import type { App } from '../app.ts'
import { writeCsv } from './csv.ts'

/** Who does something that the audit log tells of, and from where. */
export interface Doer {
  /** Null for nobody that is known. */
  readonly userId: string | null
  /** Null for a command of the server's own machine. */
  readonly address: string | null
}

/** A command, which anybody may run who has the root's files. */
export const COMMAND_LINE: Doer = { userId: null, address: null }

/** What the audit log is to tell. */
export interface AuditEvent {
  readonly action: AuditAction
  /** `success` unless said otherwise. */
  readonly outcome?: 'success' | 'failure' | 'denied'
  /** What it was done to. */
  readonly target?: { readonly type: 'user' | 'board' | 'transfer'; readonly id: string } | undefined
  /** Never passwords, tokens, keys, hashes or prompts, nor anything that somebody may have typed into the wrong field. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Tells the audit log, in the transaction of what is told where there is one, so that neither is stored without the other. */
export async function recordAudit(
  db: Queryable,
  doer: Doer,
  { action, outcome = 'success', target, details = {} }: AuditEvent,
): Promise<void> {
  await createAuditEntry(db, {
    action,
    outcome,
    actor_id: doer.userId,
    target_type: target?.type ?? null,
    target_id: target?.id ?? null,
    address: doer.address,
    details: JSON.stringify(doer === COMMAND_LINE ? { ...details, via: 'command' } : details),
  })
}

/** What is asked of the log, in the words of its route. */
export interface AuditQuery {
  readonly action?: AuditAction | undefined
  readonly actor_id?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** A page of the audit log, newest first. */
export async function showAudit(
  { readers }: Pick<App, 'readers'>,
  query: AuditQuery,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ items: AuditEntry[]; offset: number; limit: number; total: number }> {
  const { items, total } = await listAuditEntries(readers, describeFilter(query), page)
  return { items: items.map(presentEntry), ...page, total }
}

/** How many entries are read at once for a table. */
const AT_ONCE = 1000

/**
 * The audit log as a table, part by part, newest first; as it was when this is called. Behind the columns of an entry stand the addresses of
 * the accounts that it names. What cannot be read shows before the first part.
 */
export async function writeAuditTable(deps: Pick<App, 'readers' | 'db'>, query: AuditQuery): Promise<AsyncIterable<string>> {
  const filter = describeFilter(query)
  const read = (before: number) => listAuditEntriesBefore(deps.readers, filter, { before, limit: AT_ONCE })
  return writeParts(deps, await read(Number.MAX_SAFE_INTEGER), read)
}

async function* writeParts(
  { db }: Pick<App, 'db'>,
  first: readonly AuditRecord[],
  read: (before: number) => Promise<readonly AuditRecord[]>,
): AsyncGenerator<string> {
  yield writeCsv([[...AUDIT_COLUMNS, 'actor', 'target']])
  const present = new Map((await listUsers(db)).map(({ user_id, email }) => [user_id, email]))
  let records = first
  for (;;) {
    const last = records.at(-1)
    if (last === undefined) return
    const ids = new Set(records.flatMap(({ actor_id, target_id }) => [actor_id ?? '', target_id ?? '']))
    const gone = await findDeletedAccounts(
      db,
      [...ids].filter((id) => !present.has(id)),
    )
    const addressOf = (id: string | null) => present.get(id ?? '') ?? gone.get(id ?? '')?.email ?? ''
    yield writeCsv(records.map((record) => [...listCells(record), addressOf(record.actor_id), addressOf(record.target_id)]))
    records = await read(last.id)
  }
}

function listCells(record: AuditRecord): string[] {
  const entry = presentEntry(record)
  return AUDIT_COLUMNS.map((column) => {
    const value = entry[column]
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
  })
}

function presentEntry({ created_at, details, ...entry }: AuditRecord): AuditEntry {
  return {
    ...entry,
    created_at: presentTime(created_at),
    // recordAudit wrote an object
    details: JSON.parse(details) as Record<string, unknown>,
  }
}

function describeFilter({ action, actor_id, since, until }: AuditQuery): AuditFilter {
  return { action, actorId: actor_id, since: storedTime(since), until: storedTime(until) }
}

function storedTime(time: string | undefined): string | undefined {
  return time === undefined ? undefined : formatTime(new Date(time))
}
