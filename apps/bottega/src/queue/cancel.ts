import type { Tx } from '../data/database.ts'
import { valuesOf } from '../data/json.ts'
import { chargeTime } from './charge-time.ts'
import { endingWith } from './end.ts'
import type { ChangedItem } from './item-record.ts'
import { type ItemSelection, isSelected } from './selection.ts'

/** Items that were canceled, by whether they ran: whoever runs one has to be told. */
export interface CanceledItems {
  readonly running: readonly ChangedItem[]
  readonly others: readonly ChangedItem[]
}

/** Cancels the selected items that have not ended. */
export async function cancelItems(tx: Tx<never>, selection: ItemSelection): Promise<CanceledItems> {
  const found = await tx
    .selectFrom('queue_items')
    .select(['item_id', 'user_id', 'status'])
    .where('status', 'in', ['pending', 'in_progress', 'waiting'])
    .where(isSelected(selection))
    .orderBy('item_id')
    .execute()
  if (found.length === 0) return { running: [], others: [] }
  await tx
    .updateTable('queue_items')
    .set(endingWith('canceled'))
    .where('item_id', 'in', valuesOf(found.map(({ item_id }) => item_id)))
    .execute()
  for (const { item_id, status } of found) if (status === 'in_progress') await chargeTime(tx, item_id)
  const pick = (runs: boolean) =>
    found.filter(({ status }) => (status === 'in_progress') === runs).map(({ item_id, user_id }) => ({ item_id, user_id }))
  return { running: pick(true), others: pick(false) }
}
