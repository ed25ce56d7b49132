import type { QueueStatus } from '@bottega/contracts'
import type { Queryable } from '../data/database.ts'
import { valuesOf } from '../data/json.ts'
import { type ItemRecord, selectItemRecords } from './item-record.ts'

/** An item by its id. */
export async function findItem(db: Queryable, queueId: string, itemId: number): Promise<ItemRecord | undefined> {
  return selectItemRecords(db).where('queue_items.queue_id', '=', queueId).where('item_id', '=', itemId).executeTakeFirst()
}

/** Those of the items that are there, in the order of the ids. */
export async function findItems(db: Queryable, queueId: string, itemIds: readonly number[]): Promise<ItemRecord[]> {
  const found = await selectItemRecords(db)
    .where('queue_items.queue_id', '=', queueId)
    .where('item_id', 'in', valuesOf(itemIds))
    .execute()
  const byId = new Map(found.map((item) => [item.item_id, item]))
  return itemIds.flatMap((itemId) => byId.get(itemId) ?? [])
}

/** All items, or those for a destination, by priority and age. */
export async function listItems(db: Queryable, queueId: string, destination: string | undefined): Promise<ItemRecord[]> {
  let query = selectItemRecords(db).where('queue_items.queue_id', '=', queueId)
  if (destination !== undefined) {
    query = query.where('batches.destination', '=', destination).where('batches.queue_id', '=', queueId)
  }
  return query.orderBy('priority', 'desc').orderBy('item_id').execute()
}

/** Which items a list has: those of a user, those in some states; all when left out. */
export interface ItemFilter {
  readonly userId?: string
  readonly statuses?: readonly QueueStatus[]
}

/** Ids of items by age. */
export async function listItemIds(
  db: Queryable,
  queueId: string,
  direction: 'asc' | 'desc',
  { userId, statuses }: ItemFilter = {},
): Promise<number[]> {
  let query = db.selectFrom('queue_items').select('item_id').where('queue_id', '=', queueId)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  if (statuses !== undefined) query = query.where('status', 'in', valuesOf(statuses))
  // ids grow with time
  const rows = await query.orderBy('item_id', direction).execute()
  return rows.map(({ item_id }) => item_id)
}

/** Graph and workflow of a batch as JSON texts. */
export interface BatchTexts {
  readonly graph: string
  readonly workflow: string | null
}

/** Graphs and workflows by batch. */
export async function findBatchTexts(db: Queryable, batchIds: readonly string[]): Promise<ReadonlyMap<string, BatchTexts>> {
  const rows = await db
    .selectFrom('batches')
    .select(['batch_id', 'graph', 'workflow'])
    .where('batch_id', 'in', valuesOf(batchIds))
    .execute()
  return new Map(rows.map(({ batch_id, ...texts }) => [batch_id, texts]))
}

/** What the items of calls run instead of what their batches say, by the ids of the calls. */
export async function findCallTexts(db: Queryable, callIds: readonly string[]): Promise<ReadonlyMap<string, BatchTexts>> {
  if (callIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('workflow_calls')
    .select(['workflow_call_id', 'graph', 'workflow'])
    .where('workflow_call_id', 'in', valuesOf(callIds))
    .execute()
  return new Map(rows.map(({ workflow_call_id, ...texts }) => [workflow_call_id, texts]))
}

/** States of sessions that have ended or wait, as JSON texts by item. */
export async function findSessions(db: Queryable, itemIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('queue_sessions')
    .select(['item_id', 'session'])
    .where('item_id', 'in', valuesOf(itemIds))
    .execute()
  return new Map(rows.map(({ item_id, session }) => [item_id, session]))
}
