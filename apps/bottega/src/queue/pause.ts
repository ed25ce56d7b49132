import type { Queryable } from '../data/database.ts'
import { NOW } from '../data/time.ts'

/** A pause, with who made it and since when; nulls when there is none. */
export interface Pause {
  readonly paused_by: string | null
  readonly paused_at: string | null
}

/**
 * Lets no further item start, until it is resumed. A pause that there is already stays as it is.
 *
 * @param by  a name that everybody may see
 */
export async function pauseQueue(db: Queryable, queueId: string, by: string): Promise<void> {
  await db
    .updateTable('queues')
    .set({ paused_by: by, paused_at: NOW })
    .where('queue_id', '=', queueId)
    .where('paused_at', 'is', null)
    .execute()
}

/** Lets items start again. */
export async function resumeQueue(db: Queryable, queueId: string): Promise<void> {
  await db.updateTable('queues').set({ paused_by: null, paused_at: null }).where('queue_id', '=', queueId).execute()
}

/** Whether a queue is paused, and by whom. */
export async function findPause(db: Queryable, queueId: string): Promise<Pause> {
  const pause = await db
    .selectFrom('queues')
    .select(['paused_by', 'paused_at'])
    .where('queue_id', '=', queueId)
    .executeTakeFirst()
  return pause ?? { paused_by: null, paused_at: null }
}
