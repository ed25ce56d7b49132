import type { Queryable } from '../data/database.ts'
import type { Row } from '../data/tables.ts'

/** A queue item with what its batch and its owner say of it. */
export interface ItemRecord extends Row<'queue_items'> {
  readonly origin: string | null
  readonly destination: string | null
  readonly user_display_name: string | null
  /** Null for an account that is gone. */
  readonly user_email: string | null
  /** Of the saved workflow that it runs for another item. */
  readonly called_workflow_name: string | null
}

/** All items as records. */
export function selectItemRecords(db: Queryable) {
  return db
    .selectFrom('queue_items')
    .innerJoin('batches', 'batches.batch_id', 'queue_items.batch_id')
    .leftJoin('users', 'users.user_id', 'queue_items.user_id')
    .leftJoin('workflow_calls', 'workflow_calls.workflow_call_id', 'queue_items.workflow_call_id')
    .selectAll('queue_items')
    .select([
      'workflow_calls.workflow_name as called_workflow_name',
      'batches.origin',
      'batches.destination',
      'users.display_name as user_display_name',
      'users.email as user_email',
    ])
}

/** An item that has just changed, in few words. */
export interface ChangedItem {
  readonly item_id: number
  readonly user_id: string
}
