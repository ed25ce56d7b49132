import {
  type Actor,
  AppError,
  type BatchStatus,
  DEFAULT_QUEUE_ID,
  type DestinationCounts,
  type Direction,
  type ProcessorStatus,
  type QueueAndProcessorStatus,
  type QueueItem,
  type QueueItemIds,
  type QueueItemSummary,
  type QueueStatus,
} from '@bottega/contracts'
import { type Tx, transaction } from '../../data/database.ts'
import { serverEvent } from '../../events/server-event.ts'
import { ownsOrOversees } from '../../policies/decide.ts'
import { findNext } from '../../queue/claim.ts'
import { countDestination, findCurrent } from '../../queue/counts.ts'
import type { ItemRecord } from '../../queue/item-record.ts'
import { findBatchTexts, findCallTexts, findItem, findItems, findSessions, listItemIds, listItems } from '../../queue/list.ts'
import { findPause, pauseQueue, resumeQueue } from '../../queue/pause.ts'
import { findPositions } from '../../queue/positions.ts'
import { findCallsAround } from '../../queue/workflow-call.ts'
import type { App, ServerEvent } from '../app.ts'
import { directionOf } from '../lists.ts'
import { describeBatch, describeQueue, withTotal } from './queue-events.ts'
import { type ItemView, leaveOutNulls, presentItem, presentItemSummary, type Waiting } from './queue-presenters.ts'
import type { Sessions } from './session-control.ts'

/** What reading the queue takes. */
export type QueueReading = Pick<App, 'db' | 'readers' | 'settings'> & { readonly sessions: Sessions }

const queueId = DEFAULT_QUEUE_ID

/**
 * All items, or those for a destination, by priority and age. Which destinations the items of others have is not told, so none of
 * them is found by it.
 */
export async function showItems(deps: QueueReading, actor: Actor, destination: string | undefined): Promise<QueueItem[]> {
  const items = await listItems(deps.db, queueId, destination)
  return presentItems(deps, actor, destination === undefined ? items : items.filter((item) => ownsOrOversees(actor, item)))
}

/** Those of the items that are there, in the order of the ids. */
export async function showItemsByIds(deps: QueueReading, actor: Actor, itemIds: readonly number[]): Promise<QueueItem[]> {
  return presentItems(deps, actor, await findItems(deps.db, queueId, itemIds))
}

/** The same without their sessions. */
export async function showItemSummaries(
  deps: QueueReading,
  actor: Actor,
  itemIds: readonly number[],
): Promise<QueueItemSummary[]> {
  const items = await findItems(deps.db, queueId, itemIds)
  const view = await openView(deps, actor, items)
  return items.map((item) => presentItemSummary(item, view))
}

/** Which items to list, in which order of age. */
export interface ItemIdsQuery {
  readonly order_dir: Direction
  readonly own?: boolean
  readonly status?: readonly QueueStatus[] | undefined
}

/** Ids of items by age: all, the actor's own, those in some states. */
export async function showItemIds({ db }: Pick<App, 'db'>, actor: Actor, query: ItemIdsQuery): Promise<QueueItemIds> {
  const { order_dir, own = false, status } = query
  const item_ids = await listItemIds(db, queueId, directionOf(order_dir), {
    ...(own && { userId: actor.userId }),
    ...(status && { statuses: status }),
  })
  return { item_ids, total_count: item_ids.length }
}

/**
 * One item, without the fields that have no value.
 *
 * @throws AppError `queue_item_not_found`
 */
export async function showItem(deps: QueueReading, actor: Actor, itemId: number): Promise<QueueItem> {
  const item = await findItem(deps.db, queueId, itemId)
  if (item === undefined) throw new AppError('queue_item_not_found', { itemId })
  const [shown] = await presentItems(deps, actor, [item])
  return leaveOutNulls(shown!)
}

/** The item that has been running longest. */
export async function showCurrentItem(deps: QueueReading, actor: Actor): Promise<QueueItem | null> {
  return showFirst(deps, actor, (await findCurrent(deps.db, queueId))?.item_id)
}

/** The item that will be taken next. */
export async function showNextItem(deps: QueueReading, actor: Actor): Promise<QueueItem | null> {
  return showFirst(deps, actor, await findNext(deps.db, queueId, deps.settings.values.session_queue_mode))
}

/** How many items there are, which one runs, and whether items are taken at all. */
export async function showQueueStatus(deps: QueueReading, actor: Actor): Promise<QueueAndProcessorStatus> {
  const queue = await describeQueue(deps.db, queueId, actor.userId, (item) => ownsOrOversees(actor, item))
  return { queue, processor: await showProcessor(deps) }
}

/** How many items of a batch there are; of a foreign batch, as of an unknown one, none. */
export async function showBatchStatus({ db }: Pick<App, 'db'>, actor: Actor, batchId: string): Promise<BatchStatus> {
  return describeBatch(db, queueId, batchId, (batch) => ownsOrOversees(actor, batch))
}

/** How many items for a destination there are: own ones, or everybody's for administrators who see them all. */
export async function showDestinationCounts(
  { db }: Pick<App, 'db'>,
  actor: Actor,
  destination: string,
): Promise<DestinationCounts> {
  // which destinations the closed items of others have is not told
  const isTold = actor.role === 'admin' && actor.oversight === undefined
  const userId = isTold ? undefined : actor.userId
  return { queue_id: queueId, destination, ...withTotal(await countDestination(db, queueId, destination, userId)) }
}

/** Lets what runs come to its end and nothing else start, also after a restart. */
export async function pauseProcessor(deps: QueueReading, actor: Actor): Promise<ProcessorStatus> {
  await changePause(deps, (tx) => pauseQueue(tx, queueId, actor.displayName || 'administrator'))
  return showProcessor(deps)
}

/** Lets items start again. */
export async function resumeProcessor(deps: QueueReading): Promise<ProcessorStatus> {
  await changePause(deps, (tx) => resumeQueue(tx, queueId))
  deps.sessions.wake()
  return showProcessor(deps)
}

async function changePause({ db }: Pick<App, 'db'>, change: (tx: Tx<ServerEvent>) => Promise<void>): Promise<void> {
  await transaction(db, async (tx) => {
    await change(tx)
    tx.emit(serverEvent('queue_pause_changed', { queue_id: queueId, ...(await findPause(tx, queueId)) }))
  })
}

async function showProcessor({ db, sessions }: Pick<QueueReading, 'db' | 'sessions'>): Promise<ProcessorStatus> {
  const pause = await findPause(db, queueId)
  return { is_started: sessions.isStarted && pause.paused_at === null, is_processing: sessions.isProcessing, ...pause }
}

async function showFirst(deps: QueueReading, actor: Actor, itemId: number | undefined): Promise<QueueItem | null> {
  if (itemId === undefined) return null
  const [shown] = await showItemsByIds(deps, actor, [itemId])
  return shown ?? null
}

async function presentItems(deps: QueueReading, actor: Actor, items: readonly ItemRecord[]): Promise<QueueItem[]> {
  const view = await openView(deps, actor, items)
  const open = items.filter((item) => ownsOrOversees(actor, item))
  const batches = await findBatchTexts(deps.db, [...new Set(open.map(({ batch_id }) => batch_id))])
  const sessions = await findSessions(
    deps.db,
    open.map(({ item_id }) => item_id),
  )
  const called = await findCallTexts(
    deps.db,
    open.flatMap(({ workflow_call_id }) => workflow_call_id ?? []),
  )
  const calls = await findCallsAround(
    deps.db,
    open.map(({ item_id }) => item_id),
  )
  return items.map((item) => {
    const batch = called.get(item.workflow_call_id ?? '') ?? batches.get(item.batch_id)
    const texts = { batch, session: sessions.get(item.item_id), calls }
    return presentItem(item, texts, view)
  })
}

async function openView(deps: QueueReading, actor: Actor, items: readonly ItemRecord[]): Promise<ItemView> {
  const pending = items.filter(({ status }) => status === 'pending').map(({ item_id }) => item_id)
  const waiting = pending.length === 0 ? new Map<number, Waiting>() : await findWaiting(deps, pending)
  return { actor, waiting, showsNames: deps.settings.values.queue_show_names }
}

async function findWaiting(deps: QueueReading, itemIds: readonly number[]): Promise<ReadonlyMap<number, Waiting>> {
  const { paused_at } = await findPause(deps.db, queueId)
  const positions = await findPositions(deps, queueId, deps.settings.values.session_queue_mode, itemIds)
  return new Map(
    positions.map(({ item_id, position, others }) => {
      const reason = paused_at !== null ? 'paused' : deps.sessions.workerCount === 0 ? 'no_worker' : others > 0 ? 'turn' : 'busy'
      return [item_id, { position, waiting_reason: reason, others_ahead: others }]
    }),
  )
}
