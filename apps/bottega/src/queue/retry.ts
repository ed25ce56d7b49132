import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { valuesOf } from '../data/json.ts'
import type { ChangedItem } from './item-record.ts'

/**
 * Enqueues items again, with their graph, values, priority and owner. The old items stay.
 *
 * @param roots  as `findRetriable` answers them
 * @returns the new items in the order of the old ones
 */
export async function retryItems(tx: Tx<never>, roots: readonly ChangedItem[]): Promise<ChangedItem[]> {
  const sessions = JSON.stringify(roots.map(({ item_id }) => [item_id, randomUUID()]))
  const { rows } = await sql<ChangedItem>`
    insert into queue_items (queue_id, batch_id, user_id, priority, field_values, session_id, retried_from_item_id)
    select queue_id, batch_id, user_id, priority, field_values, value ->> 1, coalesce(retried_from_item_id, item_id)
    from json_each(${sessions}) join queue_items on item_id = value ->> 0
    order by item_id returning item_id, user_id`.execute(tx)
  return rows.toSorted((a, b) => a.item_id - b.item_id)
}

/** The items that failed or were canceled, as the first of their chains of workflow calls, each once. Others, and unknown ids, are passed over. */
export async function findRetriable(tx: Tx<never>, queueId: string, itemIds: readonly number[]): Promise<ChangedItem[]> {
  return tx
    .selectFrom('queue_items')
    .select(['item_id', 'user_id'])
    .where('queue_id', '=', queueId)
    .where('status', 'in', ['failed', 'canceled'])
    .where(
      'item_id',
      'in',
      sql<number>`(select coalesce(root_item_id, item_id) from queue_items where item_id in ${valuesOf(itemIds)})`,
    )
    .orderBy('item_id')
    .execute()
}
