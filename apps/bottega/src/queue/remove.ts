import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../data/database.ts'
import { hasStatus } from './has-status.ts'
import type { ChangedItem } from './item-record.ts'
import { type ItemSelection, isSelected } from './selection.ts'

/** Deletes the selected items. Cancel them first, so that whoever runs one is told. */
export async function removeItems(tx: Tx<never>, selection: ItemSelection): Promise<ChangedItem[]> {
  return tx.deleteFrom('queue_items').where(isSelected(selection)).returning(['item_id', 'user_id']).execute()
}

// what has returned is asked for its values when all that were called with it have
const isAwaited = sql<SqlBool>`exists (
  select 1 from queue_items as caller where caller.item_id = queue_items.parent_item_id and caller.status = 'waiting'
)`

/** Deletes the items that have ended, of one user or of all; not those that another still waits with. */
export async function pruneItems(tx: Tx<never>, { queueId, userId }: Pick<ItemSelection, 'queueId' | 'userId'>): Promise<number> {
  const pruned = await tx
    .deleteFrom('queue_items')
    .where(hasStatus('completed', 'failed', 'canceled'))
    .where(isSelected({ queueId, userId, what: { kind: 'all' } }))
    .where((eb) => eb.not(isAwaited))
    .executeTakeFirst()
  return Number(pruned.numDeletedRows)
}

/** Deletes all items that have ended but the latest. */
export async function pruneHistory(tx: Tx<never>, queueId: string, kept: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from queue_items where item_id in (
      select item_id from queue_items
      where queue_id = ${queueId} and ${hasStatus('completed', 'failed', 'canceled')} and not ${isAwaited}
      order by coalesce(completed_at, updated_at, created_at) desc, item_id desc limit -1 offset ${kept}
    )`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
