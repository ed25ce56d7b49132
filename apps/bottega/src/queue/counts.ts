import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../data/database.ts'
import type { QueueItemStatus } from '../data/tables.ts'
import { hasStatus } from './has-status.ts'

/** How many items have each status. */
export type StatusCounts = Readonly<Record<QueueItemStatus, number>>

/** Counts of a queue, and those of one user in it. */
export interface QueueUserCounts {
  readonly all: StatusCounts
  readonly own: StatusCounts
}

const STATUSES = ['pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled'] as const
const NONE: StatusCounts = { pending: 0, in_progress: 0, waiting: 0, completed: 0, failed: 0, canceled: 0 }

/** Sums of the counts that are kept by user, without looking at items. */
export async function countQueue(db: Queryable, queueId: string, userId: string): Promise<QueueUserCounts> {
  const { rows } = await sql<StatusCounts & { user_id: string }>`
    select user_id, ${sql.join(STATUSES.map((status) => sql.ref(status)))} from queue_users where queue_id = ${queueId}`.execute(
    db,
  )
  const all = { ...NONE }
  for (const row of rows) for (const status of STATUSES) all[status] += row[status]
  return { all, own: rows.find((row) => row.user_id === userId) ?? NONE }
}

/** A batch with its counts. */
export interface BatchWithCounts extends StatusCounts {
  readonly batch_id: string
  readonly user_id: string
  readonly origin: string | null
  readonly destination: string | null
}

/** A batch and how many of its items have each status. */
export async function countBatch(db: Queryable, queueId: string, batchId: string): Promise<BatchWithCounts | undefined> {
  return db
    .selectFrom('batches')
    .innerJoin('batch_counts', 'batch_counts.batch_id', 'batches.batch_id')
    .select(['batches.batch_id', 'user_id', 'origin', 'destination', ...STATUSES])
    .where('queue_id', '=', queueId)
    .where('batches.batch_id', '=', batchId)
    .executeTakeFirst()
}

/** How many items for a destination have each status: of one user, or of all. */
export async function countDestination(
  db: Queryable,
  queueId: string,
  destination: string,
  userId: string | undefined,
): Promise<StatusCounts> {
  const sums = sql.join(STATUSES.map(sumOf))
  const { rows } = await sql<StatusCounts>`
    select ${sums} from batches join batch_counts using (batch_id)
    where queue_id = ${queueId} and destination = ${destination}
    and ${userId === undefined ? sql`true` : sql`user_id = ${userId}`}`.execute(db)
  return rows[0] ?? NONE
}

function sumOf(status: QueueItemStatus): RawBuilder<number> {
  return sql<number>`coalesce(sum(${sql.ref(status)}), 0) as ${sql.ref(status)}`
}

/** All items together. */
export function totalOf(counts: StatusCounts): number {
  return STATUSES.reduce((sum, status) => sum + counts[status], 0)
}

/** The item that has been running longest, if any runs. */
export async function findCurrent(
  db: Queryable,
  queueId: string,
): Promise<{ item_id: number; batch_id: string; session_id: string; user_id: string } | undefined> {
  return db
    .selectFrom('queue_items')
    .select(['item_id', 'batch_id', 'session_id', 'user_id'])
    .where('queue_id', '=', queueId)
    .where(hasStatus('in_progress'))
    .orderBy('started_at')
    .orderBy('item_id')
    .limit(1)
    .executeTakeFirst()
}
