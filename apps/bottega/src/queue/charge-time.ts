import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { NOW } from '../data/time.ts'

/** Adds the time for which an item that has just ended, or whose attempt has, ran to what its owner has had. */
export async function chargeTime(tx: Tx<never>, itemId: number): Promise<void> {
  await sql`
    update queue_users set virtual_time = virtual_time + max(0, seconds)
    from (
      select queue_id, user_id, (julianday(coalesce(completed_at, ${NOW})) - julianday(started_at)) * 86400 as seconds
      from queue_items where item_id = ${itemId}
    ) as item
    where queue_users.queue_id = item.queue_id and queue_users.user_id = item.user_id`.execute(tx)
}
