import type { Tx } from '../data/database.ts'
import type { ClaimedItem } from './claim.ts'

/** An attempt at an item: its id, and the token that was given when it was taken. */
export type Attempt = Pick<ClaimedItem, 'item_id' | 'claim_token'>

/** Whether an attempt at an item is still the present one: neither ended, nor canceled, nor given up as dead. */
export async function isClaimed(tx: Tx<never>, attempt: Attempt): Promise<boolean> {
  return (await findClaimed(tx, attempt)) !== undefined
}

/** How many attempts there were with this one, if it is the present one. */
export async function findClaimed(tx: Tx<never>, { item_id, claim_token }: Attempt): Promise<{ attempt: number } | undefined> {
  return tx
    .selectFrom('queue_items')
    .select('attempt')
    .where('item_id', '=', item_id)
    .where('status', '=', 'in_progress')
    .where('claim_token', '=', claim_token)
    .executeTakeFirst()
}
