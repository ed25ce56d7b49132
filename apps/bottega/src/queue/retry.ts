import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { valuesOf } from '../data/json.ts'
import type { ChangedItem } from './item-record.ts'

/**
 * Enqueues items again that failed or were canceled, with the graph, values, priority and owner of the first of their chain of
 * workflow calls. Others, and unknown ids, are passed over. The old items stay.
 *
 * @returns the new items, one for each chain, in the order of the old ones
 */
export async function retryItems(tx: Tx<never>, queueId: string, itemIds: readonly number[]): Promise<ChangedItem[]> {
  const roots = await findRetriable(tx, queueId, itemIds)
  const sessions = JSON.stringify(roots.map(({ item_id }) => [item_id, randomUUID()]))
  const { rows } = await sql<ChangedItem>`
    insert into queue_items (queue_id, batch_id, user_id, priority, field_values, session_id, retried_from_item_id)
    select queue_id, batch_id, user_id, priority, field_values, value ->> 1, coalesce(retried_from_item_id, item_id)
    from json_each(${sessions}) join queue_items on item_id = value ->> 0
    order by item_id returning item_id, user_id`.execute(tx)
  return rows.toSorted((a, b) => a.item_id - b.item_id)
}

/** Those of the items that can be retried, as the first of their chains, each once. */
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
