import type { AuditAction } from '@bottega/contracts'
import { type SelectQueryBuilder, sql } from 'kysely'
import { compose } from '../compose.ts'
import type { Queryable } from '../database.ts'
import { asJsonBytes, jsonOfRow, valuesOf } from '../json.ts'
import { type Readers, readRows } from '../readers.ts'
import type { NewRow, Row, Tables } from '../tables.ts'

/** Something that happened. */
export type AuditRecord = Row<'audit_entries'>

/** Which part of the log is asked for; times as they are stored, both inclusive. */
export interface AuditFilter {
  readonly action?: AuditAction | undefined
  readonly actorId?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** What an entry tells, in the order in which it is shown. */
export const AUDIT_COLUMNS = [
  'id',
  'created_at',
  'action',
  'outcome',
  'actor_id',
  'target_type',
  'target_id',
  'address',
  'details',
] as const satisfies readonly (keyof AuditRecord)[]

/** Adds to the log. */
export async function createAuditEntry(db: Queryable, entry: NewRow<'audit_entries'>): Promise<void> {
  await db.insertInto('audit_entries').values(entry).execute()
}

/** A page of the log, newest first, and how many entries match. */
export function listAuditEntries(
  readers: Readers,
  filter: AuditFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly AuditRecord[]; readonly total: number }> {
  const page = select(filter).select(AUDIT_COLUMNS).orderBy('id', 'desc').limit(limit).offset(offset)
  const total = select(filter).select(sql<number>`count(*)`.as('total'))
  const items = sql`(select json_group_array(${jsonOfRow(page)} order by id desc) from ${page})`
  return readRows(readers, compose.selectNoFrom(asJsonBytes(sql`json_object('items', json(${items}), 'total', ${total})`)))
}

/** How accounts that are gone were called, as far as the log remembers, by their ids. */
export async function findDeletedAccounts(
  db: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly email: string | null; readonly display_name: string | null }>> {
  const rows = await db
    .selectFrom('audit_entries')
    .select([
      'target_id',
      sql<string | null>`details ->> '$.email'`.as('email'),
      sql<string | null>`details ->> '$.display_name'`.as('display_name'),
    ])
    .where('action', '=', 'user_deleted')
    .where('target_id', 'in', valuesOf(userIds))
    .execute()
  return new Map(rows.map(({ target_id, email, display_name }) => [target_id ?? '', { email, display_name }]))
}

/** A part of the log, newest first, behind an entry. */
export function listAuditEntriesBefore(
  readers: Readers,
  filter: AuditFilter,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<readonly AuditRecord[]> {
  const page = select(filter).select(AUDIT_COLUMNS).where('id', '<', before).orderBy('id', 'desc').limit(limit)
  const items = sql`json_group_array(${jsonOfRow(page)} order by id desc)`
  return readRows(readers, compose.selectFrom(page.as('page')).select(asJsonBytes(items)))
}

/** Forgets some of what is older, the oldest first; answers how much, fewer than `limit` when nothing is left. */
export async function deleteAuditEntriesBefore(db: Queryable, time: string, limit: number): Promise<number> {
  const old = db.selectFrom('audit_entries').select('id').where('created_at', '<', time).orderBy('created_at').limit(limit)
  const { numDeletedRows } = await db.deleteFrom('audit_entries').where('id', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}

function select({ action, actorId, since, until }: AuditFilter): SelectQueryBuilder<Tables, 'audit_entries', object> {
  let query: SelectQueryBuilder<Tables, 'audit_entries', object> = compose.selectFrom('audit_entries')
  if (action !== undefined) query = query.where('action', '=', action)
  if (actorId !== undefined) query = query.where('actor_id', '=', actorId)
  if (since !== undefined) query = query.where('created_at', '>=', since)
  if (until !== undefined) query = query.where('created_at', '<=', until)
  return query
}
