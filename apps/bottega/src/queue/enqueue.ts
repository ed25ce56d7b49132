import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { catchUp } from './catch-up.ts'
import { IS_PENDING } from './has-status.ts'
import { checkLimits, type QueueLimits } from './limits.ts'

/** Sessions to be enqueued together. Their graph has been checked. */
export interface NewBatch {
  readonly queueId: string
  readonly userId: string
  readonly origin: string | null
  readonly destination: string | null
  /** JSON text, stored once. */
  readonly graph: string
  /** JSON text. */
  readonly workflow: string | null
  /** How many items. */
  readonly count: number
  /** What an item puts into the graph, `[{node_path, field_name, value}]`; null when the graph stays as it is. */
  fieldValuesAt(index: number): readonly unknown[] | null
  /** Before everything that is pending. */
  readonly prepend: boolean
}

/** What an enqueue stored. */
export interface EnqueuedBatch {
  readonly batchId: string
  /** The newest first. */
  readonly itemIds: readonly number[]
  readonly priority: number
}

/** Items that one statement stores; their substitutions are made just before, so few are in memory at once. */
const CHUNK = 1000

/**
 * Stores a batch and its items, all or none. Limits are looked at first, by counting.
 *
 * @throws AppError `queue_full`
 */
export async function enqueueBatch(tx: Tx<never>, batch: NewBatch, limits: QueueLimits): Promise<EnqueuedBatch> {
  const { queueId, userId, count, origin, destination, graph, workflow } = batch
  await checkLimits(tx, limits, { queueId, userId, requested: count })
  const priority = batch.prepend ? await findFirstPriority(tx, queueId) : 0
  const batchId = randomUUID()
  // a batch without items would never be deleted
  if (count === 0) return { batchId, itemIds: [], priority }
  await catchUp(tx, queueId, userId)
  await tx
    .insertInto('batches')
    .values({ batch_id: batchId, queue_id: queueId, user_id: userId, origin, destination, graph, workflow })
    .execute()
  const itemIds: number[] = []
  for (let start = 0; start < count; start += CHUNK) {
    const end = Math.min(start + CHUNK, count)
    const items = Array.from({ length: end - start }, (_, at) => [randomUUID(), batch.fieldValuesAt(start + at)])
    const { rows } = await sql<{ item_id: number }>`
      insert into queue_items (queue_id, batch_id, user_id, priority, session_id, field_values)
      select ${queueId}, ${batchId}, ${userId}, ${priority}, value ->> 0, iif(json_type(value, '$[1]') = 'null', null, value -> 1)
      from json_each(${JSON.stringify(items)}) returning item_id`.execute(tx)
    for (const row of rows) itemIds.push(row.item_id)
  }
  return { batchId, itemIds: itemIds.sort((a, b) => b - a), priority }
}

/** Above everything that is pending in the queue. */
async function findFirstPriority(tx: Tx<never>, queueId: string): Promise<number> {
  const head = await tx
    .selectFrom('queue_items')
    .select('priority')
    .where('queue_id', '=', queueId)
    .where(IS_PENDING)
    .orderBy('priority', 'desc')
    .limit(1)
    .executeTakeFirst()
  return head === undefined ? 1 : head.priority + 1
}
