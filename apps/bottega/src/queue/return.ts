import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { valuesOf } from '../data/json.ts'
import { NOW } from '../data/time.ts'
import { chargeTime } from './charge-time.ts'
import { endingWith } from './end.ts'
import { hasStatus } from './has-status.ts'
import { type Attempt, findClaimed, isClaimed } from './is-claimed.ts'
import type { ChangedItem } from './item-record.ts'

/** Attempts at an item before it fails. */
const MAX_ATTEMPTS = 2

/**
 * Gives up an attempt whose worker died: the item goes back to where it stood in the queue, or fails when that was its second.
 *
 * @param why  told to its owner when it fails
 * @returns what became of it; undefined when that attempt was over already
 */
export async function returnDeadItem(tx: Tx<never>, attempt: Attempt, why: string): Promise<'pending' | 'failed' | undefined> {
  const claimed = await findClaimed(tx, attempt)
  if (claimed === undefined) return undefined
  await chargeTime(tx, attempt.item_id)
  if (claimed.attempt < MAX_ATTEMPTS) {
    await putBack(tx, [attempt.item_id], 1)
    return 'pending'
  }
  await failDead(tx, [attempt.item_id], why)
  return 'failed'
}

/** Puts an item back that was interrupted on purpose: it is not an attempt. Undefined when it is over already. */
export async function returnStoppedItem(tx: Tx<never>, attempt: Attempt): Promise<'pending' | undefined> {
  if (!(await isClaimed(tx, attempt))) return undefined
  await putBack(tx, [attempt.item_id], 0)
  return 'pending'
}

/** At a start: what ran when the last server died runs once more, or fails when it was interrupted before. */
export async function returnLostItems(
  tx: Tx<never>,
  queueId: string,
): Promise<{ returned: ChangedItem[]; failed: ChangedItem[] }> {
  const lost = await tx
    .selectFrom('queue_items')
    .select(['item_id', 'user_id', 'attempt'])
    .where('queue_id', '=', queueId)
    .where(hasStatus('in_progress'))
    .orderBy('item_id')
    .execute()
  const returned = lost.filter(({ attempt }) => attempt < MAX_ATTEMPTS)
  const failed = lost.filter(({ attempt }) => attempt >= MAX_ATTEMPTS)
  const idsOf = (items: readonly ChangedItem[]) => items.map(({ item_id }) => item_id)
  await putBack(tx, idsOf(returned), 1)
  await failDead(tx, idsOf(failed), 'The server ended while it ran')
  return { returned, failed }
}

async function putBack(tx: Tx<never>, itemIds: readonly number[], attempts: number): Promise<void> {
  await tx
    .updateTable('queue_items')
    .set({
      status: 'pending',
      status_sequence: sql`status_sequence + 1`,
      attempt: sql`attempt + ${attempts}`,
      claim_token: null,
      device: null,
      started_at: null,
      updated_at: NOW,
    })
    .where('item_id', 'in', valuesOf(itemIds))
    .execute()
}

async function failDead(tx: Tx<never>, itemIds: readonly number[], why: string): Promise<void> {
  const error = {
    type: 'WorkerDied',
    message: `${why}, for the second time. Ask for less at once, such as a smaller picture, or retry it.`,
    traceback: '',
  }
  await tx.updateTable('queue_items').set(endingWith('failed', error)).where('item_id', 'in', valuesOf(itemIds)).execute()
}
