import type { Tx } from '../data/database.ts'
import type { ClaimedItem } from './claim.ts'

/** Whether an attempt at an item is still the present one: neither ended, nor canceled, nor given up as dead. */
export async function isClaimed(
  tx: Tx<never>,
  { item_id, claim_token }: Pick<ClaimedItem, 'item_id' | 'claim_token'>,
): Promise<boolean> {
  const item = await tx
    .selectFrom('queue_items')
    .select('item_id')
    .where('item_id', '=', item_id)
    .where('status', '=', 'in_progress')
    .where('claim_token', '=', claim_token)
    .executeTakeFirst()
  return item !== undefined
}
