import { randomUUID } from 'node:crypto'
import { AppError, DEFAULT_QUEUE_ID, type Workflow } from '@bottega/contracts'
import {
  type Batch,
  type Catalogue,
  countSessions,
  type JsonObject,
  readCalledWorkflow,
  substitutionsAt,
  WorkflowCallError,
} from '@bottega/graph'
import type { Tx } from '../../data/database.ts'
import { findWorkflow } from '../../data/repositories/workflows.ts'
import { serverEvent } from '../../events/server-event.ts'
import { canUseLibrary } from '../../policies/library.ts'
import type { ClaimedItem } from '../../queue/claim.ts'
import { checkLimits } from '../../queue/limits.ts'
import { callWorkflow } from '../../queue/workflow-call.ts'
import { NodeRefusal, type Suspension, type WorkflowCall } from '../../worker/session-port.ts'
import type { App, ServerEvent } from '../app.ts'
import { checkReferences, refuseNodes } from './check-batch.ts'
import { emitStatusChange } from './queue-events.ts'
import { readLimits } from './queue-limits.ts'
import { findSessionOwner } from './session-owner.ts'

/** Workflows that call each other, the first of them not counted. */
const MAX_DEPTH = 4

/** What calling takes. */
export interface Calling extends Pick<App, 'settings'> {
  readonly catalogue: Catalogue
}

/**
 * Lets an item wait for a workflow that it calls, and enqueues that: as the owner may now, whatever held when the item was enqueued.
 *
 * @param session  its state as JSON text
 * @returns false when the item is over already
 * @throws NodeRefusal when the workflow is not there, not the owner's to use, or cannot be called
 */
export async function startCall(
  tx: Tx<ServerEvent>,
  deps: Calling,
  item: ClaimedItem,
  session: string,
  { call, state, things }: Suspension,
): Promise<boolean> {
  const depth = (item.workflow_call_depth ?? 0) + 1
  if (depth > MAX_DEPTH) {
    const message = `Workflows call each other ${MAX_DEPTH} deep at most. One of them may call itself.`
    throw new NodeRefusal('WorkflowCallDepthError', message)
  }
  const { name, workflow, batch } = await readAsOwner(tx, deps, item, call)
  const count = countSessions(batch)
  const isVaried = batch.data.length > 0
  const itemIds = await callWorkflow(
    tx,
    item,
    {
      prepared_call_node_id: call.nodeId,
      source_call_node_id: call.sourceId,
      workflow_id: call.workflowId,
      workflow_name: name,
      depth,
      graph: JSON.stringify(batch.graph),
      workflow,
      state,
      things,
      count,
      fieldValuesAt: (index) => (isVaried ? substitutionsAt(batch, index) : null),
    },
    session,
  )
  if (itemIds === undefined) return false
  const { batch_id, origin, user_id, priority } = item
  const about = { queue_id: DEFAULT_QUEUE_ID, batch_id, origin, user_id }
  tx.emit(serverEvent('batch_enqueued', { ...about, enqueued: count, requested: count, priority }))
  await emitStatusChange(tx, item.queue_id, item.item_id)
  return true
}

interface ReadWorkflow {
  readonly name: string
  /** JSON text. */
  readonly workflow: string
  readonly batch: Batch
}

async function readAsOwner(
  tx: Tx<ServerEvent>,
  { settings, catalogue }: Calling,
  { user_id, queue_id }: ClaimedItem,
  { workflowId, inputs }: WorkflowCall,
): Promise<ReadWorkflow> {
  const owner = await findSessionOwner({ db: tx, settings }, user_id)
  if (owner === undefined) throw new NodeRefusal('PermissionError', 'Queue user is not authorized to use this server')
  const found = await findWorkflow(tx, workflowId, user_id)
  if (found === undefined) throw new NodeRefusal('WorkflowNotFoundError', `Workflow ${workflowId} not found`)
  if (canUseLibrary(owner, 'read', { ...found, isDefault: found.category === 'default' }) === 'denied') {
    throw new NodeRefusal('PermissionError', 'Queue user is not authorized to use this workflow')
  }
  const { name, workflow } = found
  try {
    const batch = readBatch(workflow, inputs, catalogue)
    refuseNodes(batch, settings.values)
    await checkReferences({ db: tx }, owner, batch, catalogue)
    const requested = countSessions(batch)
    await checkLimits(tx, readLimits(settings.values), { queueId: queue_id, userId: user_id, requested })
    return { name, workflow, batch }
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof WorkflowCallError)) throw error
    // without its name, which whoever reads this later may not know any more
    throw new NodeRefusal('WorkflowCallError', `The workflow cannot be called: ${error.message}`)
  }
}

function readBatch(workflow: string, inputs: JsonObject, catalogue: Catalogue): Batch {
  // it was parsed when it was saved
  const { nodes, edges, form, exposedFields } = JSON.parse(workflow) as Workflow
  const batch = readCalledWorkflow({ nodes, edges, form, exposedFields }, inputs, { catalogue, newId: () => randomUUID() })
  if (countSessions(batch) > 0) return batch
  throw new WorkflowCallError('unsupported_batch_input', 'A list of its batch is empty, so nothing would run')
}
