import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { valuesOf } from '../data/json.ts'

/** Which items of a queue an act is about. */
export interface ItemSelection {
  readonly queueId: string
  /** The items of this user only. */
  readonly userId?: string | undefined
  readonly what: /** the item, and all that belong to the same chain of workflow calls */
    | { readonly kind: 'item'; readonly itemId: number }
    /** all that were called by the item, directly and through others */
    | { readonly kind: 'called'; readonly itemId: number }
    | { readonly kind: 'batches'; readonly batchIds: readonly string[] }
    | { readonly kind: 'destination'; readonly destination: string }
    /** all that do not run, nor belong to a chain of workflow calls in which something runs */
    | { readonly kind: 'except_current' }
    | { readonly kind: 'all' }
}

/** The condition on `queue_items` that a selection stands for. */
export function isSelected({ queueId, userId, what }: ItemSelection): RawBuilder<SqlBool> {
  const own = userId === undefined ? sql`true` : sql`queue_items.user_id = ${userId}`
  return sql<SqlBool>`(queue_items.queue_id = ${queueId} and ${own} and ${isMeant(queueId, what)})`
}

function isMeant(queueId: string, what: ItemSelection['what']): RawBuilder<unknown> {
  switch (what.kind) {
    case 'all':
      return sql`true`
    case 'item': {
      const root = sql`(select coalesce(root_item_id, item_id) from queue_items as meant where meant.item_id = ${what.itemId})`
      return sql`(queue_items.item_id = ${root} or queue_items.root_item_id = ${root})`
    }
    case 'called':
      return sql`queue_items.item_id in (
        with recursive called (item_id) as (
          select item_id from queue_items as child where child.parent_item_id = ${what.itemId}
          union select child.item_id from called join queue_items as child on child.parent_item_id = called.item_id
        )
        select item_id from called
      )`
    case 'batches':
      return sql`queue_items.batch_id in ${valuesOf(what.batchIds)}`
    case 'destination':
      return sql`queue_items.batch_id in (
        select batch_id from batches where queue_id = ${queueId} and destination = ${what.destination}
      )`
    case 'except_current':
      return sql`queue_items.status <> 'in_progress' and coalesce(queue_items.root_item_id, queue_items.item_id) not in (
        select coalesce(root_item_id, item_id) from queue_items as running
        where running.queue_id = ${queueId} and running.status = 'in_progress'
      )`
  }
}
