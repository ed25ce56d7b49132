import { type RawBuilder, sql } from 'kysely'
import type { Queryable, Tx } from '../data/database.ts'
import { NOW } from '../data/time.ts'
import { findFittingItem } from './affinity.ts'

/** Whose turn it is: first come, first served; users in turns; users by the device time that they have had. */
export type QueueMode = 'FIFO' | 'round_robin' | 'fair_time'

/** Who takes an item. */
export interface Claim {
  readonly queueId: string
  readonly mode: QueueMode
  /** What the item will run on, `cpu`, `cuda:0`. */
  readonly device: string
  /** Keys of the models that are loaded there. */
  readonly modelKeys: readonly string[]
  /** Fresh; whoever ends the item shows it. */
  readonly token: string
}

/** An item that was taken, with all that it takes to run it. */
export interface ClaimedItem {
  readonly item_id: number
  readonly queue_id: string
  readonly batch_id: string
  readonly session_id: string
  readonly user_id: string
  readonly attempt: number
  readonly claim_token: string
  readonly origin: string | null
  readonly destination: string | null
  readonly priority: number
  readonly root_item_id: number | null
  /** The call that it was made for, if it was. */
  readonly workflow_call_id: string | null
  readonly workflow_call_depth: number | null
  /** JSON text. */
  readonly graph: string
  /** JSON text. */
  readonly workflow: string | null
  /** JSON text. */
  readonly field_values: string | null
}

/**
 * Takes the next item, which is in progress from now on; undefined when there is none, or the queue is paused. It costs the
 * same however many items wait.
 */
export async function claimNext(
  tx: Tx<never>,
  { queueId, mode, device, modelKeys, token }: Claim,
): Promise<ClaimedItem | undefined> {
  const { rows } = await sql<{ item_id: number; user_id: string }>`${selectNext(queueId, mode)}`.execute(tx)
  const [next] = rows
  if (next === undefined || (await isPaused(tx, queueId))) return undefined
  const prefersLoaded = mode === 'round_robin' && modelKeys.length > 0
  const itemId = prefersLoaded ? await findFittingItem(tx, next.item_id, modelKeys) : next.item_id
  await tx
    .updateTable('queue_items')
    .set({
      status: 'in_progress',
      status_sequence: sql`status_sequence + 1`,
      claim_token: token,
      device,
      started_at: NOW,
      updated_at: NOW,
    })
    .where('item_id', '=', itemId)
    .execute()
  await noteTurn(tx, queueId, next.user_id)
  return tx
    .selectFrom('queue_items')
    .innerJoin('batches', 'batches.batch_id', 'queue_items.batch_id')
    .leftJoin('workflow_calls', 'workflow_calls.workflow_call_id', 'queue_items.workflow_call_id')
    .select((eb) => [
      'item_id',
      'queue_items.queue_id',
      'queue_items.batch_id',
      'session_id',
      'queue_items.user_id',
      'attempt',
      sql<string>`claim_token`.as('claim_token'),
      'origin',
      'destination',
      'priority',
      'root_item_id',
      'queue_items.workflow_call_id',
      'workflow_call_depth',
      eb.fn.coalesce('workflow_calls.graph', 'batches.graph').as('graph'),
      eb.fn.coalesce('workflow_calls.workflow', 'batches.workflow').as('workflow'),
      'field_values',
    ])
    .where('item_id', '=', itemId)
    .executeTakeFirstOrThrow()
}

/** The item that would be taken next, paused or not, by a worker that has no model loaded. */
export async function findNext(db: Queryable, queueId: string, mode: QueueMode): Promise<number | undefined> {
  const { rows } = await sql<{ item_id: number }>`${selectNext(queueId, mode)}`.execute(db)
  return rows[0]?.item_id
}

function selectNext(queueId: string, mode: QueueMode): RawBuilder<unknown> {
  if (mode === 'FIFO') {
    return sql`select item_id, user_id from queue_items
      where queue_id = ${queueId} and status = 'pending' order by priority desc, item_id limit 1`
  }
  const measure = sql.ref(mode === 'fair_time' ? 'virtual_time' : 'last_turn')
  // only users who were never served share a turn; among equals the lower item comes first
  return sql`select item_id, queue_items.user_id from queue_users
    join queue_items on item_id = (
      select item_id from queue_items as line
      where line.queue_id = queue_users.queue_id and line.user_id = queue_users.user_id and line.status = 'pending'
      order by priority desc, item_id limit 1
    )
    where queue_users.queue_id = ${queueId} and pending > 0 and queue_users.${measure} = (
      select min(${measure}) from queue_users where queue_id = ${queueId} and pending > 0
    )
    order by item_id limit 1`
}

async function isPaused(tx: Tx<never>, queueId: string): Promise<boolean> {
  const queue = await tx.selectFrom('queues').select('paused_at').where('queue_id', '=', queueId).executeTakeFirst()
  return queue?.paused_at != null
}

async function noteTurn(tx: Tx<never>, queueId: string, userId: string): Promise<void> {
  const { last_turn } = await tx
    .updateTable('queues')
    .set({ last_turn: sql`last_turn + 1` })
    .where('queue_id', '=', queueId)
    .returning('last_turn')
    .executeTakeFirstOrThrow()
  await tx.updateTable('queue_users').set({ last_turn }).where('queue_id', '=', queueId).where('user_id', '=', userId).execute()
}
