import { AppError } from '@bottega/contracts'
import { sql } from 'kysely'
import type { Queryable } from '../data/database.ts'

/** How many items may be pending. */
export interface QueueLimits {
  /** On the server, `max_queue_size`. */
  readonly maxPending: number
  /** Of one person, `max_queue_size_per_user`; null for as many as the server takes. */
  readonly maxPendingPerUser: number | null
}

/**
 * Makes sure that so many more items may be pending. The limit of the server is looked at first.
 *
 * @throws AppError `queue_full`
 */
export async function checkLimits(
  db: Queryable,
  { maxPending, maxPendingPerUser }: QueueLimits,
  { queueId, userId, requested }: { readonly queueId: string; readonly userId: string; readonly requested: number },
): Promise<void> {
  const { rows } = await sql<{ everybody: number; own: number }>`
    select coalesce(sum(pending), 0) as everybody, coalesce(sum(iif(user_id = ${userId}, pending, 0)), 0) as own
    from queue_users where queue_id = ${queueId}`.execute(db)
  const { everybody = 0, own = 0 } = rows[0] ?? {}
  refuseAbove('max_queue_size', everybody, requested, maxPending)
  if (maxPendingPerUser !== null) refuseAbove('max_queue_size_per_user', own, requested, maxPendingPerUser)
}

function refuseAbove(limit: string, count: number, requested: number, maximum: number): void {
  if (count + requested > maximum) throw new AppError('queue_full', { limit, count, requested, maximum })
}
