import type { Queryable } from '../data/database.ts'
import { hasStatus } from './has-status.ts'
import type { ChangedItem } from './item-record.ts'

/** The items that run, with their owners. */
export async function findRunning(db: Queryable, queueId: string): Promise<ChangedItem[]> {
  return db
    .selectFrom('queue_items')
    .select(['item_id', 'user_id'])
    .where('queue_id', '=', queueId)
    .where(hasStatus('in_progress'))
    .execute()
}
