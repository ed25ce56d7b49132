import type { SessionState } from '@bottega/contracts'
import type { ItemRecord } from '../../queue/item-record.ts'
import type { CallRecord } from '../../queue/workflow-call.ts'

/** What the session of an item says about calls of saved workflows. */
type Calls = Pick<
  SessionState,
  | 'workflow_call_stack'
  | 'workflow_call_history'
  | 'workflow_call_parent'
  | 'waiting_workflow_call'
  | 'waiting_workflow_call_execution'
>

/** The calls that an item has made, the one that it waits for, and the one that it was made for. */
export function describeCalls(item: ItemRecord, calls: readonly CallRecord[]): Calls {
  const own = calls.filter(({ parent_item_id }) => parent_item_id === item.item_id)
  const parent = calls.find(({ workflow_call_id }) => workflow_call_id === item.workflow_call_id)
  const waiting = item.status === 'waiting' ? own.find(({ status }) => status === 'waiting_for_child') : undefined
  return {
    workflow_call_stack: parent === undefined ? [] : [describeFrame(parent)],
    workflow_call_history: own.filter(({ status }) => status !== 'waiting_for_child').map(describeExecution),
    ...(parent && {
      workflow_call_parent: {
        workflow_call_id: parent.workflow_call_id,
        parent_session_id: parent.parent_session_id,
        ...describeFrame(parent),
      },
    }),
    ...(waiting && {
      waiting_workflow_call: describeFrame(waiting),
      waiting_workflow_call_execution: describeExecution(waiting),
    }),
  }
}

function describeFrame({ prepared_call_node_id, source_call_node_id, workflow_id, depth }: CallRecord) {
  return { prepared_call_node_id, source_call_node_id, workflow_id, depth }
}

function describeExecution(call: CallRecord): Calls['workflow_call_history'][number] {
  const { workflow_call_id, parent_session_id, items, status, error_message } = call
  const done = items.filter((item) => item.status === 'completed')
  return {
    id: workflow_call_id,
    parent_session_id,
    child_session_id: items[0]?.session_id ?? null,
    ...describeFrame(call),
    status,
    error_message,
    child_session_ids: items.map(({ session_id }) => session_id),
    child_item_ids: items.map(({ item_id }) => item_id),
    expected_child_count: items.length,
    completed_child_item_ids: done.map(({ item_id }) => item_id),
    // what came back stands in `results`, by the node that called
    aggregated_values: {},
    child_outputs: {},
  }
}
