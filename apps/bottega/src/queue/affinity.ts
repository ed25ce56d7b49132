import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { IS_PENDING } from './has-status.ts'

/** How many ids further one looks for an item that fits a worker better. */
export const AFFINITY_REACH = 32
/** Keys of models that are looked for. */
const MAX_KEYS = 50

/**
 * Of the pending items of the same user and priority whose ids are at most {@link AFFINITY_REACH} above that of the one whose turn it is: the
 * one that names most of these models, so that a worker need not load others; among equals the lowest.
 *
 * Nobody starves: other users' turns and higher priorities are not touched, and an item is overtaken only by those whose ids are at most
 * that far above its own. There are that many and no more, since what is enqueued or retried gets a new, higher id.
 */
export async function findFittingItem(tx: Tx<never>, itemId: number, modelKeys: readonly string[]): Promise<number> {
  // values of a batch that name a model stand in place of the one of its graph
  const { rows } = await sql<{ item_id: number }>`
    with near as materialized (
      select queue_items.item_id, queue_items.batch_id, queue_items.field_values,
        ifnull(instr(queue_items.field_values, '"key":') > 0, 0) as names_model
      from queue_items join queue_items as head using (queue_id, user_id, priority)
      where head.item_id = ${itemId} and ${IS_PENDING}
      and queue_items.item_id between ${itemId} and ${itemId + AFFINITY_REACH}
    ), held as materialized (
      select '"key":' || json_quote(value) as words from json_each(${JSON.stringify(modelKeys.slice(0, MAX_KEYS))})
    ), graphs as materialized (
      select batch_id, words from batches join held on instr(graph, words) > 0
      where batch_id in (select batch_id from near where not names_model)
    )
    select item_id from near order by (
      select count(*) from held where iif(
        names_model,
        instr(near.field_values, words) > 0,
        exists (select 1 from graphs where graphs.batch_id = near.batch_id and graphs.words = held.words)
      )
    ) desc, item_id limit 1`.execute(tx)
  return rows[0]?.item_id ?? itemId
}
