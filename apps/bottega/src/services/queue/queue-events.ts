import type { BatchStatus, QueueCounts } from '@bottega/contracts'
import type { Queryable, Tx } from '../../data/database.ts'
import { serverEvent } from '../../events/server-event.ts'
import { countBatch, countQueue, findCurrent, type StatusCounts, totalOf } from '../../queue/counts.ts'
import type { ChangedItem, ItemRecord } from '../../queue/item-record.ts'
import { findItem } from '../../queue/list.ts'
import type { ServerEvent } from '../app.ts'

/** Tells that an item has changed its status, with the counts of this moment. Items that are gone are not told of. */
export async function emitStatusChange(tx: Tx<ServerEvent>, queueId: string, itemId: number): Promise<void> {
  const item = await findItem(tx, queueId, itemId)
  if (item !== undefined) tx.emit(await describeStatusChange(tx, item))
}

async function describeStatusChange(db: Queryable, item: ItemRecord): Promise<ServerEvent> {
  const { queue_id, item_id, batch_id, origin, destination, user_id, session_id } = item
  return serverEvent('queue_item_status_changed', {
    queue_id,
    item_id,
    batch_id,
    origin,
    destination,
    user_id,
    session_id,
    status: item.status,
    status_sequence: item.status_sequence,
    error_type: item.error_type,
    error_message: item.error_message,
    error_traceback: item.error_traceback,
    created_at: item.created_at,
    updated_at: item.updated_at,
    started_at: item.started_at,
    completed_at: item.completed_at,
    batch_status: await describeBatch(db, queue_id, batch_id),
    // the owner hears this whole, and may not know what else runs for whom
    queue_status: await describeQueue(db, queue_id, user_id, (running) => running.user_id === user_id),
  })
}

/** Counts of a batch; zeros for one that is not there, or may not be shown. */
export async function describeBatch(
  db: Queryable,
  queueId: string,
  batchId: string,
  isShown: (owned: Pick<ItemRecord, 'user_id'>) => boolean = () => true,
): Promise<BatchStatus> {
  const found = await countBatch(db, queueId, batchId)
  const batch = found !== undefined && isShown(found) ? found : undefined
  return {
    queue_id: queueId,
    batch_id: batchId,
    origin: batch?.origin ?? null,
    destination: batch?.destination ?? null,
    ...withTotal(batch),
  }
}

/** Counts of a queue, with those of one user and the item that runs, where that may be shown. */
export async function describeQueue(
  db: Queryable,
  queueId: string,
  userId: string,
  isShown: (owned: Pick<ItemRecord, 'user_id'>) => boolean,
): Promise<QueueCounts> {
  const { all, own } = await countQueue(db, queueId, userId)
  const running = all.in_progress === 0 ? undefined : await findCurrent(db, queueId)
  const current = running !== undefined && isShown(running) ? running : undefined
  return {
    queue_id: queueId,
    item_id: current?.item_id ?? null,
    batch_id: current?.batch_id ?? null,
    session_id: current?.session_id ?? null,
    ...withTotal(all),
    user_pending: own.pending,
    user_in_progress: own.in_progress,
  }
}

/** Counts in the words of the wire. */
export function withTotal(counts: StatusCounts | undefined) {
  const { pending = 0, in_progress = 0, waiting = 0, completed = 0, failed = 0, canceled = 0 } = counts ?? {}
  const all = { pending, in_progress, waiting, completed, failed, canceled }
  return { ...all, total: totalOf(all) }
}

/** Tells of items that were canceled or deleted before they ran; of none, nothing. */
export function emitCanceled(tx: Tx<ServerEvent>, queueId: string, items: readonly ChangedItem[]): void {
  if (items.length === 0) return
  const { ids, users, byUser } = groupByUser(items)
  tx.emit(
    serverEvent('queue_items_canceled', {
      queue_id: queueId,
      canceled_item_ids: ids,
      user_ids: users,
      canceled_item_ids_by_user: byUser,
    }),
  )
}

/** Tells of items that were enqueued again, by their old ids; of none, nothing. */
export function emitRetried(tx: Tx<ServerEvent>, queueId: string, items: readonly ChangedItem[]): void {
  if (items.length === 0) return
  const { ids, users, byUser } = groupByUser(items)
  tx.emit(
    serverEvent('queue_items_retried', {
      queue_id: queueId,
      retried_item_ids: ids,
      user_ids: users,
      retried_item_ids_by_user: byUser,
    }),
  )
}

function groupByUser(items: readonly ChangedItem[]) {
  const byUser = new Map<string, number[]>()
  for (const { item_id, user_id } of items) {
    const own = byUser.get(user_id)
    if (own === undefined) byUser.set(user_id, [item_id])
    else own.push(item_id)
  }
  return { ids: items.map(({ item_id }) => item_id), users: [...byUser.keys()], byUser: Object.fromEntries(byUser) }
}
