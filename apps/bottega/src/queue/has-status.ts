import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { QueueItemStatus } from '../data/tables.ts'

/** The items that wait for their turn. An index holds them alone, which SQLite uses where this stands letter for letter. */
export const IS_PENDING = sql<SqlBool>`queue_items.status = 'pending'`

/**
 * The items that have one of these statuses, which is not `pending`. An index holds what is not pending, and SQLite does not see
 * from a status, let alone from a parameter, that it may use it.
 */
export function hasStatus(...statuses: Exclude<QueueItemStatus, 'pending'>[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`(queue_items.status <> 'pending' and queue_items.status in (${sql.join(statuses.map((status) => sql.lit(status)))}))`
}
