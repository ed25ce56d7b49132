import type { SessionState } from '@bottega/contracts'
import { isJsonObject, type JsonObject, type JsonValue } from '@bottega/graph'
import type { Tx } from '../../data/database.ts'
import type { Row } from '../../data/tables.ts'
import { serverEvent } from '../../events/server-event.ts'
import { cancelItems } from '../../queue/cancel.ts'
import type { ItemError } from '../../queue/end.ts'
import { findItem, findSessions } from '../../queue/list.ts'
import { type CalledItem, failCaller, findCall, listCalled, resumeCaller } from '../../queue/workflow-call.ts'
import type { ServerEvent } from '../app.ts'
import { emitStatusChange } from './queue-events.ts'

type Call = Row<'workflow_calls'>

/**
 * Sees to the item that waits for one that has ended: it goes on when all that it called are completed, and fails when one has failed.
 *
 * @returns ids of items that ran for the same call and are canceled: their workers have to be told
 */
export async function settleCall(tx: Tx<ServerEvent>, queueId: string, itemId: number): Promise<readonly number[]> {
  const item = await findItem(tx, queueId, itemId)
  const call = item?.workflow_call_id == null ? undefined : await findCall(tx, item.workflow_call_id)
  if (item === undefined || call === undefined) return []
  if (item.status === 'failed') {
    const why = `Workflow "${call.workflow_name}" failed in item ${itemId}: ${item.error_message ?? 'nobody knows why'}`
    return fail(tx, queueId, call, why)
  }
  const called = await listCalled(tx, call.workflow_call_id)
  if (called.some(({ status }) => status !== 'completed')) return []
  const returned = gather(called)
  if (returned === undefined) {
    const why = `Workflow "${call.workflow_name}" has to return once, and each of its sessions values of the same names`
    return fail(tx, queueId, call, why)
  }
  if (await resumeCaller(tx, call.workflow_call_id, JSON.stringify(returned))) {
    await emitStatusChange(tx, queueId, call.parent_item_id)
  }
  return []
}

/** The state of a session with the error of one of its nodes. */
export function noteError(session: string, nodeId: string, { type, message }: ItemError): string {
  // written by a worker
  const state = JSON.parse(session) as SessionState
  return JSON.stringify({ ...state, errors: { ...state.errors, [nodeId]: `${type}: ${message}` } })
}

/** What items of one call gave back together: of a workflow with lists, lists of values; undefined where they do not agree. */
function gather(called: readonly CalledItem[]): JsonObject | undefined {
  const returns = called.map(({ returned }): readonly JsonValue[] => JSON.parse(returned ?? '[]'))
  const values = returns.flatMap((list) => (list.length === 1 && isJsonObject(list[0]) ? [list[0]] : []))
  const [first] = values
  if (first === undefined || values.length < called.length) return undefined
  if (called.every(({ field_values }) => field_values === null)) return first
  const names = Object.keys(first)
  const agree = values.every((one) => Object.keys(one).length === names.length && names.every((name) => Object.hasOwn(one, name)))
  return agree ? Object.fromEntries(names.map((name) => [name, values.map((one) => one[name] ?? null)])) : undefined
}

async function fail(tx: Tx<ServerEvent>, queueId: string, call: Call, message: string): Promise<readonly number[]> {
  const { parent_item_id: itemId, prepared_call_node_id: nodeId, source_call_node_id: sourceId } = call
  const { running, others } = await cancelItems(tx, { queueId, what: { kind: 'called', itemId } })
  for (const { item_id } of [...running, ...others]) await emitStatusChange(tx, queueId, item_id)
  const type = 'WorkflowCallError'
  const error = { type, message, traceback: `${type}: ${message}\n  in node ${sourceId} (call_saved_workflow)` }
  const session = (await findSessions(tx, [itemId])).get(itemId) ?? '{}'
  if (!(await failCaller(tx, call.workflow_call_id, error, noteError(session, nodeId, error)))) return idsOf(running)
  await emitStatusChange(tx, queueId, itemId)
  await emitNodeError(tx, queueId, call, session, error)
  return [...idsOf(running), ...(await settleCall(tx, queueId, itemId))]
}

/** Tells of the node that called, as of any that fails. */
async function emitNodeError(tx: Tx<ServerEvent>, queueId: string, call: Call, session: string, error: ItemError): Promise<void> {
  const item = await findItem(tx, queueId, call.parent_item_id)
  const { execution_graph } = JSON.parse(session) as Partial<SessionState>
  const invocation = execution_graph?.nodes?.[call.prepared_call_node_id]
  if (item === undefined || invocation === undefined) return
  const { queue_id, item_id, batch_id, origin, destination, user_id, session_id } = item
  tx.emit(
    serverEvent('invocation_error', {
      ...{ queue_id, item_id, batch_id, origin, destination, user_id, session_id },
      ...{ invocation, invocation_source_id: call.source_call_node_id },
      ...{ error_type: error.type, error_message: error.message, error_traceback: error.traceback },
    }),
  )
}

function idsOf(items: readonly { readonly item_id: number }[]): number[] {
  return items.map(({ item_id }) => item_id)
}
