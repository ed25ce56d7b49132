import { type Actor, AppError, DEFAULT_QUEUE_ID, type QueueItem, type RetryResult } from '@bottega/contracts'
import { type Tx, transaction } from '../../data/database.ts'
import { serverEvent } from '../../events/server-event.ts'
import { ownsOrAdministers } from '../../policies/decide.ts'
import { type AskedScope, queueOwner } from '../../policies/scopes.ts'
import { type CanceledItems, cancelItems } from '../../queue/cancel.ts'
import { catchUp } from '../../queue/catch-up.ts'
import { checkLimits } from '../../queue/limits.ts'
import { findItem, findItems } from '../../queue/list.ts'
import { pruneItems, removeItems } from '../../queue/remove.ts'
import { findRetriable, retryItems } from '../../queue/retry.ts'
import { findRunning } from '../../queue/running.ts'
import type { ItemSelection } from '../../queue/selection.ts'
import type { App, ServerEvent } from '../app.ts'
import { type QueueReading, showItem } from './queue.ts'
import { emitCanceled, emitRetried, emitStatusChange } from './queue-events.ts'
import { readLimits } from './queue-limits.ts'
import type { Sessions } from './session-control.ts'
import { findSessionOwner } from './session-owner.ts'

/** What changing the queue takes. */
export type QueueActing = Pick<App, 'db' | 'settings'> & { readonly sessions: Sessions }

/** What deleting items takes. */
type Removing = Pick<App, 'db'> & { readonly sessions: Pick<Sessions, 'interrupt'> }

type What = ItemSelection['what']

const queueId = DEFAULT_QUEUE_ID
const all: What = { kind: 'all' }

/**
 * Cancels an item, with its whole chain of workflow calls; one that has ended stays as it is.
 *
 * @throws AppError `queue_item_not_found`, `queue_item_cancel_forbidden`
 */
export async function cancelItem(deps: QueueActing & QueueReading, actor: Actor, itemId: number): Promise<QueueItem> {
  await requireItem(deps, actor, itemId, 'queue_item_cancel_forbidden')
  await cancel(deps, { queueId, what: { kind: 'item', itemId } })
  return showItem(deps, actor, itemId)
}

/**
 * Deletes an item, with its whole chain of workflow calls.
 *
 * @throws AppError `queue_item_not_found`, `queue_item_delete_forbidden`
 */
export async function deleteItem(deps: QueueActing, actor: Actor, itemId: number): Promise<void> {
  await requireItem(deps, actor, itemId, 'queue_item_delete_forbidden')
  await remove(deps, { queueId, what: { kind: 'item', itemId } })
}

/** Cancels what runs for accounts that are gone or inactive. What waits for them is canceled when its turn comes. */
export async function cancelOrphans(deps: QueueActing): Promise<void> {
  for (const { item_id, user_id } of await findRunning(deps.db, queueId)) {
    const owner = await findSessionOwner(deps, user_id)
    if (owner === undefined) await cancel(deps, { queueId, what: { kind: 'item', itemId: item_id } })
  }
}

/** Cancels the items of batches: the actor's own, or anybody's for administrators. */
export async function cancelBatches(deps: QueueActing, actor: Actor, batchIds: readonly string[]): Promise<number> {
  const userId = actor.role === 'admin' ? undefined : actor.userId
  return cancel(deps, { queueId, userId, what: { kind: 'batches', batchIds } })
}

/**
 * Cancels the selected items that have not ended, and tells how many those were.
 *
 * @throws AppError `admin_required` for the scope of everybody
 */
export async function cancelMany(deps: QueueActing, actor: Actor, what: What, scope: AskedScope): Promise<number> {
  return cancel(deps, { queueId, userId: queueOwner(actor, scope), what })
}

/**
 * Deletes the selected items, canceling those that run, and tells how many those were.
 *
 * @throws AppError `admin_required` for the scope of everybody
 */
export async function deleteMany(deps: QueueActing, actor: Actor, what: What, scope: AskedScope): Promise<number> {
  return remove(deps, { queueId, userId: queueOwner(actor, scope), what })
}

/**
 * Deletes all items, canceling those that run, and tells how many those were.
 *
 * @throws AppError `admin_required` for the scope of everybody
 */
export async function clearQueue(deps: QueueActing, actor: Actor, scope: AskedScope): Promise<number> {
  const userId = queueOwner(actor, scope)
  const user_id = scope === 'all' ? null : actor.userId
  return remove(deps, { queueId, userId, what: all }, (tx) =>
    tx.emit(serverEvent('queue_cleared', { queue_id: queueId, user_id })),
  )
}

/** Deletes all items of an account that is gone, canceling those that run. */
export async function clearQueueOf(deps: Removing, userId: string): Promise<void> {
  await remove(deps, { queueId, userId, what: all }, (tx) =>
    tx.emit(serverEvent('queue_cleared', { queue_id: queueId, user_id: userId })),
  )
}

/**
 * Deletes the items that have ended, and tells how many those were.
 *
 * @throws AppError `admin_required` for the scope of everybody
 */
export async function pruneQueue({ db }: Pick<App, 'db'>, actor: Actor, scope: AskedScope): Promise<number> {
  const userId = queueOwner(actor, scope)
  return transaction(db, (tx) => pruneItems(tx, { queueId, userId }))
}

/**
 * Enqueues failed and canceled items again, all or none; others of the ids are passed over.
 *
 * @throws AppError `queue_item_not_found`, `queue_item_retry_forbidden`, `queue_full`
 */
export async function retryFailed(deps: QueueActing, actor: Actor, itemIds: readonly number[]): Promise<RetryResult> {
  const retried = await transaction(deps.db, async (tx) => {
    const found = await findItems(tx, queueId, itemIds)
    const known = new Map(found.map((item) => [item.item_id, item]))
    for (const itemId of itemIds) {
      const item = known.get(itemId)
      if (item === undefined) throw new AppError('queue_item_not_found', { itemId })
      if (!ownsOrAdministers(actor, item)) throw new AppError('queue_item_retry_forbidden', { itemId })
    }
    const roots = await findRetriable(tx, queueId, itemIds)
    const limits = readLimits(deps.settings.values)
    await checkLimits(tx, { ...limits, maxPendingPerUser: null }, { queueId, userId: actor.userId, requested: roots.length })
    for (const userId of new Set(roots.map(({ user_id }) => user_id))) {
      const requested = roots.filter(({ user_id }) => user_id === userId).length
      await checkLimits(tx, limits, { queueId, userId, requested })
      await catchUp(tx, queueId, userId)
    }
    await retryItems(tx, roots)
    // told are the old items, as clients know them
    emitRetried(tx, queueId, roots)
    return roots
  })
  if (retried.length > 0) deps.sessions.wake()
  return { queue_id: queueId, retried_item_ids: retried.map(({ item_id }) => item_id) }
}

async function requireItem(
  { db }: Pick<App, 'db'>,
  actor: Actor,
  itemId: number,
  refusal: 'queue_item_cancel_forbidden' | 'queue_item_delete_forbidden',
): Promise<void> {
  const item = await findItem(db, queueId, itemId)
  if (item === undefined) throw new AppError('queue_item_not_found', { itemId })
  if (!ownsOrAdministers(actor, item)) throw new AppError(refusal, { itemId })
}

async function cancel(deps: QueueActing, selection: ItemSelection): Promise<number> {
  const canceled = await transaction(deps.db, (tx) => cancelAndTell(tx, selection))
  deps.sessions.interrupt(idsOf(canceled.running))
  return canceled.running.length + canceled.others.length
}

async function remove(deps: Removing, selection: ItemSelection, tell?: (tx: Tx<ServerEvent>) => void): Promise<number> {
  const { running, removed } = await transaction(deps.db, async (tx) => {
    const canceled = await cancelAndTell(tx, selection, tell === undefined)
    const items = await removeItems(tx, selection)
    tell?.(tx)
    return { running: canceled.running, removed: items.length }
  })
  deps.sessions.interrupt(idsOf(running))
  return removed
}

/** Items that run announce themselves one by one, the others together, unless something else tells of them. */
async function cancelAndTell(tx: Tx<ServerEvent>, selection: ItemSelection, tellsOthers = true): Promise<CanceledItems> {
  const canceled = await cancelItems(tx, selection)
  // one item that was asked for by its id is told of by itself too
  const single = selection.what.kind === 'item' ? canceled.others : []
  for (const { item_id } of [...canceled.running, ...single]) await emitStatusChange(tx, selection.queueId, item_id)
  if (selection.what.kind !== 'item' && tellsOthers) emitCanceled(tx, selection.queueId, canceled.others)
  return canceled
}

function idsOf(items: CanceledItems['running']): number[] {
  return items.map(({ item_id }) => item_id)
}
