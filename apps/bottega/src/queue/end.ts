import { sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { NOW } from '../data/time.ts'
import { chargeTime } from './charge-time.ts'
import type { Attempt } from './is-claimed.ts'

/** Why an item failed, as clients show it. */
export interface ItemError {
  readonly type: string
  readonly message: string
  readonly traceback: string
}

/** How an item ends. */
export interface ItemEnd {
  readonly status: 'completed' | 'failed' | 'canceled'
  readonly error?: ItemError
  /** State of its session as JSON text. */
  readonly session?: string
  /** What it gives back to the item that called it. */
  readonly returned?: Returned
}

/** What a called session gives back: a list of values as JSON text, and the tensors and prompts that these name. */
export interface Returned {
  readonly values: string
  readonly things: Uint8Array
}

/**
 * Ends the attempt at an item that this token was given for.
 *
 * @returns false when that attempt is over already: canceled, deleted, or given up as dead
 */
export async function endItem(
  tx: Tx<never>,
  { item_id, claim_token }: Attempt,
  { status, error, session, returned }: ItemEnd,
): Promise<boolean> {
  const item = await tx
    .updateTable('queue_items')
    .set(endingWith(status, error))
    .where('item_id', '=', item_id)
    .where('status', '=', 'in_progress')
    .where('claim_token', '=', claim_token)
    .returning('item_id')
    .executeTakeFirst()
  if (item === undefined) return false
  await chargeTime(tx, item_id)
  if (session !== undefined) await saveSession(tx, item_id, session, returned)
  return true
}

/** What is written of an item that ends. */
export function endingWith(status: ItemEnd['status'], error?: ItemError) {
  return {
    status,
    status_sequence: sql<number>`status_sequence + 1`,
    claim_token: null,
    error_type: error?.type ?? null,
    error_message: error?.message ?? null,
    error_traceback: error?.traceback ?? null,
    completed_at: NOW,
    updated_at: NOW,
  }
}

/** Keeps what is known of the session of an item that was canceled while it ran, unless the item is gone. */
export async function keepSession(tx: Tx<never>, itemId: number, session: string): Promise<void> {
  const item = await tx.selectFrom('queue_items').select('item_id').where('item_id', '=', itemId).executeTakeFirst()
  if (item !== undefined) await saveSession(tx, itemId, session)
}

/** Keeps the state of a session. */
export async function saveSession(tx: Tx<never>, itemId: number, session: string, returned?: Returned): Promise<void> {
  const row = { session, returned: returned?.values ?? null, things: returned?.things ?? null }
  await tx
    .insertInto('queue_sessions')
    .values({ item_id: itemId, ...row })
    .onConflict((conflict) => conflict.column('item_id').doUpdateSet(row))
    .execute()
}
