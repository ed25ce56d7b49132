import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'

/**
 * Lets a user who has nothing in the queue stand, by device time, where the hindmost of those stands who have: who stayed away does not
 * save time up. Call it before items are enqueued for the user; who has some already keeps what was saved by waiting.
 */
export async function catchUp(tx: Tx<never>, queueId: string, userId: string): Promise<void> {
  await sql`
    insert into queue_users (queue_id, user_id, virtual_time)
    select ${queueId}, ${userId}, coalesce(min(virtual_time), 0) from queue_users
    where queue_id = ${queueId} and pending + in_progress > 0
    on conflict do update set virtual_time = max(virtual_time, excluded.virtual_time) where pending + in_progress = 0`.execute(tx)
}
