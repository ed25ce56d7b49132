import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../data/database.ts'
import { valuesOf } from '../data/json.ts'
import type { Row } from '../data/tables.ts'
import { NOW } from '../data/time.ts'
import { chargeTime } from './charge-time.ts'
import type { ClaimedItem } from './claim.ts'
import { endingWith, type ItemError, saveSession } from './end.ts'
import { hasStatus } from './has-status.ts'
import { isClaimed } from './is-claimed.ts'

/*
 * Calls of saved workflows: the item that calls waits, items that were made for the call run as all others do, and when the last of them is done
 * the first goes back to where it stood in the queue.
 */

/** A call as it is made. */
export interface NewCall {
  readonly prepared_call_node_id: string
  readonly source_call_node_id: string
  readonly workflow_id: string
  readonly workflow_name: string
  readonly depth: number
  /** JSON text. */
  readonly graph: string
  /** JSON text. */
  readonly workflow: string
  /** What it takes to go on. */
  readonly state: string
  readonly things: Uint8Array
  /** How many items it makes. */
  readonly count: number
  fieldValuesAt(index: number): readonly unknown[] | null
}

/**
 * Lets an item wait and enqueues what it calls: in its batch, with its priority, behind everything that is there. Limits have been looked at.
 *
 * @param session  its state as JSON text
 * @returns ids of the new items; undefined when the attempt is over already
 */
export async function callWorkflow(
  tx: Tx<never>,
  caller: ClaimedItem,
  { count, fieldValuesAt, ...call }: NewCall,
  session: string,
): Promise<readonly number[] | undefined> {
  if (!(await isClaimed(tx, caller))) return undefined
  const { item_id, queue_id, batch_id, user_id, session_id, priority, root_item_id } = caller
  const workflow_call_id = randomUUID()
  // what it needed to go on from an earlier call, the state of this one has
  await tx
    .updateTable('workflow_calls')
    .set({ state: null, things: null, returned: null })
    .where('parent_item_id', '=', item_id)
    .where('state', 'is not', null)
    .execute()
  await tx
    .insertInto('workflow_calls')
    .values({ workflow_call_id, parent_item_id: item_id, ...call })
    .execute()
  const items = Array.from({ length: count }, (_, at) => [randomUUID(), fieldValuesAt(at)])
  const { rows } = await sql<{ item_id: number }>`
    insert into queue_items (
      queue_id, batch_id, user_id, priority, session_id, field_values,
      parent_item_id, parent_session_id, root_item_id, workflow_call_id, workflow_call_depth
    )
    select ${queue_id}, ${batch_id}, ${user_id}, ${priority}, value ->> 0, iif(json_type(value, '$[1]') = 'null', null, value -> 1),
      ${item_id}, ${session_id}, ${root_item_id ?? item_id}, ${workflow_call_id}, ${call.depth}
    from json_each(${JSON.stringify(items)}) returning item_id`.execute(tx)
  await chargeTime(tx, item_id)
  await tx
    .updateTable('queue_items')
    .set({ status: 'waiting', status_sequence: sql`status_sequence + 1`, claim_token: null, device: null, updated_at: NOW })
    .where('item_id', '=', item_id)
    .execute()
  await saveSession(tx, item_id, session)
  return rows.map((row) => row.item_id).sort((a, b) => a - b)
}

/** A call by its id. */
export async function findCall(db: Queryable, callId: string): Promise<Row<'workflow_calls'> | undefined> {
  return db.selectFrom('workflow_calls').selectAll().where('workflow_call_id', '=', callId).executeTakeFirst()
}

/** An item of a call and what it has given back, a list of values as JSON text. */
export interface CalledItem {
  readonly item_id: number
  readonly status: Row<'queue_items'>['status']
  readonly field_values: string | null
  readonly returned: string | null
}

/** The items of a call, in their order. */
export async function listCalled(db: Queryable, callId: string): Promise<CalledItem[]> {
  return db
    .selectFrom('queue_items')
    .leftJoin('queue_sessions', 'queue_sessions.item_id', 'queue_items.item_id')
    .select(['queue_items.item_id', 'status', 'field_values', 'returned'])
    .where('workflow_call_id', '=', callId)
    .orderBy('queue_items.item_id')
    .execute()
}

/**
 * Puts an item that waits back to where it stood in the queue.
 *
 * @param returned  what its call came to, as JSON text
 * @returns false when it does not wait any more
 */
export async function resumeCaller(tx: Tx<never>, callId: string, returned: string): Promise<boolean> {
  const item = await tx
    .updateTable('queue_items')
    .set({ status: 'pending', status_sequence: sql`status_sequence + 1`, started_at: null, updated_at: NOW })
    .where('item_id', '=', (eb) =>
      eb.selectFrom('workflow_calls').select('parent_item_id').where('workflow_calls.workflow_call_id', '=', callId),
    )
    .where('status', '=', 'waiting')
    .returning('item_id')
    .executeTakeFirst()
  if (item === undefined) return false
  await tx.updateTable('workflow_calls').set({ status: 'completed', returned }).where('workflow_call_id', '=', callId).execute()
  return true
}

/**
 * Fails an item that waits.
 *
 * @param session  its state as JSON text
 * @returns false when it does not wait any more
 */
export async function failCaller(tx: Tx<never>, callId: string, error: ItemError, session: string): Promise<boolean> {
  await tx
    .updateTable('workflow_calls')
    .set({ status: 'failed', error_message: error.message })
    .where('workflow_call_id', '=', callId)
    .execute()
  const item = await tx
    .updateTable('queue_items')
    .set(endingWith('failed', error))
    .where('item_id', '=', (eb) =>
      eb.selectFrom('workflow_calls').select('parent_item_id').where('workflow_calls.workflow_call_id', '=', callId),
    )
    .where('status', '=', 'waiting')
    .returning('item_id')
    .executeTakeFirst()
  if (item !== undefined) await saveSession(tx, item.item_id, session)
  return item !== undefined
}

/** What it takes to go on after a call. */
export interface Resumption {
  readonly state: string
  readonly returned: string
  readonly things: readonly Uint8Array[]
}

/** From where an item goes on; undefined for one that begins. */
export async function findResumption(db: Queryable, itemId: number): Promise<Resumption | undefined> {
  const call = await db
    .selectFrom('workflow_calls')
    .select(['workflow_call_id', 'state', 'things', 'returned'])
    .where('parent_item_id', '=', itemId)
    .where('state', 'is not', null)
    .executeTakeFirst()
  if (call === undefined || call.state === null || call.returned === null) return undefined
  const called = await db
    .selectFrom('queue_items')
    .innerJoin('queue_sessions', 'queue_sessions.item_id', 'queue_items.item_id')
    .select('things')
    .where('workflow_call_id', '=', call.workflow_call_id)
    .execute()
  const things = [call, ...called].flatMap((row) => row.things ?? [])
  return { state: call.state, returned: call.returned, things }
}

/** At a start: ids of the first items of all chains of calls in which something waits. */
export async function listWaitingRoots(db: Queryable, queueId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('queue_items')
    .select((eb) => eb.fn.coalesce('root_item_id', 'item_id').as('root'))
    .distinct()
    .where('queue_id', '=', queueId)
    .where(hasStatus('waiting'))
    .execute()
  return rows.map(({ root }) => root)
}

/** A call as the items around it show it. */
export interface CallRecord
  extends Pick<
    Row<'workflow_calls'>,
    | 'workflow_call_id'
    | 'parent_item_id'
    | 'prepared_call_node_id'
    | 'source_call_node_id'
    | 'workflow_id'
    | 'depth'
    | 'status'
    | 'error_message'
  > {
  readonly parent_session_id: string
  readonly items: readonly { readonly item_id: number; readonly session_id: string; readonly status: string }[]
}

/** The calls that items have made and those that they were made for, in the order in which they were made. */
export async function findCallsAround(db: Queryable, itemIds: readonly number[]): Promise<readonly CallRecord[]> {
  const calls = await db
    .selectFrom('workflow_calls')
    .innerJoin('queue_items as caller', 'caller.item_id', 'workflow_calls.parent_item_id')
    .select([
      'workflow_calls.workflow_call_id',
      'workflow_calls.parent_item_id',
      'prepared_call_node_id',
      'source_call_node_id',
      'workflow_id',
      'depth',
      'workflow_calls.status',
      'workflow_calls.error_message',
      'caller.session_id as parent_session_id',
    ])
    .where((eb) =>
      eb.or([
        eb('workflow_calls.parent_item_id', 'in', valuesOf(itemIds)),
        eb(
          'workflow_calls.workflow_call_id',
          'in',
          eb
            .selectFrom('queue_items as called')
            .select(sql<string>`called.workflow_call_id`.as('workflow_call_id'))
            .where('called.workflow_call_id', 'is not', null)
            .where('called.item_id', 'in', valuesOf(itemIds)),
        ),
      ]),
    )
    .orderBy(sql`workflow_calls.rowid`)
    .execute()
  if (calls.length === 0) return []
  const items = await db
    .selectFrom('queue_items')
    .select(['item_id', 'session_id', 'status', 'workflow_call_id'])
    .where('workflow_call_id', 'in', valuesOf(calls.map(({ workflow_call_id }) => workflow_call_id)))
    .orderBy('item_id')
    .execute()
  return calls.map((call) => ({ ...call, items: items.filter((item) => item.workflow_call_id === call.workflow_call_id) }))
}
