import { sql } from 'kysely'
import type { Queryable } from '../data/database.ts'
import { asJsonBytes, valuesOf } from '../data/json.ts'
import { type Readers, readRows } from '../data/readers.ts'
import type { QueueMode } from './claim.ts'

/** Where a pending item stands. */
export interface Position {
  readonly item_id: number
  /** 1 is next, in the order in which items will be taken when none is added. */
  readonly position: number
  /** Items before it that belong to others. */
  readonly others: number
}

/**
 * Positions of those of the items that are pending, asked of the readers, since the whole queue is looked at.
 *
 * By turns, the first items of all users come first, in the order of the users, then their second ones, and so on. Where turns go by
 * device time nobody knows how long items will take; they are counted as equally long. What
 * a worker prefers for the models that it has loaded is not foretold either.
 */
export async function findPositions(
  { db, readers }: { readonly db: Queryable; readonly readers: Readers },
  queueId: string,
  mode: QueueMode,
  itemIds: readonly number[],
): Promise<Position[]> {
  const order = mode === 'FIFO' ? sql`priority desc, item_id` : sql`place, turn`
  const measure = sql.ref(mode === 'fair_time' ? 'virtual_time' : 'last_turn')
  const query = sql`
    with line as (
      select item_id, user_id, priority, row_number() over (partition by user_id order by priority desc, item_id) as place
      from queue_items where queue_id = ${queueId} and status = 'pending'
    ), turns as (
      select user_id, row_number() over (order by ${measure}, item_id) as turn
      from line join queue_users using (user_id) where place = 1 and queue_users.queue_id = ${queueId}
    ), whole as (
      select item_id, place, row_number() over (order by ${order}) as position from line join turns using (user_id)
    )
    select json_object('item_id', item_id, 'position', position, 'others', position - place) as entry
    from whole where item_id in ${valuesOf(itemIds)}`
  const list = db.selectNoFrom(asJsonBytes(sql`(select json_group_array(json(entry)) from (${query}))`))
  return readRows<Position[]>(readers, list)
}
