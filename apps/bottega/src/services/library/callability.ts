import { randomUUID } from 'node:crypto'
import type { CallCompatibility, Settings, Workflow } from '@bottega/contracts'
import {
  countSessions,
  isJsonObject,
  readCalledWorkflow,
  WORKFLOW_RETURN,
  WorkflowCallError,
  type WorkflowCallFault,
} from '@bottega/graph'
import type { Queryable } from '../../data/database.ts'
import { listUnjudgedWorkflows, noteCompatibility } from '../../data/repositories/workflows.ts'

/** What of the settings decides how much a workflow may make. */
export type QueueCapacity = Pick<Settings, 'max_queue_size'>

/** Whether a workflow can be called from another: read as a call reads it, with what stands in its fields. */
export async function judgeCallability(
  { nodes, edges, form, exposedFields }: Pick<Workflow, 'nodes' | 'edges' | 'form' | 'exposedFields'>,
  { max_queue_size }: QueueCapacity,
): Promise<CallCompatibility> {
  const returns = nodes.filter(({ data }) => isJsonObject(data) && data.type === WORKFLOW_RETURN).length
  if (returns === 0) return refuse('missing_workflow_return', 'It has no workflow_return node')
  if (returns > 1) return refuse('multiple_workflow_return', 'It has more than one workflow_return node')
  // nodes, loaded by the first such workflow or the first enqueue
  const { CATALOGUE } = await import('@bottega/nodes')
  const context = { catalogue: CATALOGUE, newId: () => randomUUID() }
  try {
    const count = countSessions(readCalledWorkflow({ nodes, edges, form, exposedFields }, {}, context))
    if (count <= max_queue_size) return { is_callable: true, reason: 'ok', message: null }
    return refuse('exceeds_capacity', `It makes ${count} sessions, and the queue holds ${max_queue_size}`)
  } catch (error) {
    if (!(error instanceof WorkflowCallError)) throw error
    return refuse(error.fault, error.message)
  }
}

function refuse(reason: WorkflowCallFault, message: string): CallCompatibility {
  return { is_callable: false, reason, message }
}

/** At a start: judges the workflows of which nothing is known, since they were saved by an earlier version. */
export async function judgeOldWorkflows(db: Queryable, capacity: QueueCapacity): Promise<void> {
  for (const { workflow_id, workflow } of await listUnjudgedWorkflows(db)) {
    // written by `describeColumns`, or by a version that kept less
    const stored = JSON.parse(workflow) as Partial<Workflow>
    const callability = await judgeCallability({ nodes: [], edges: [], form: null, exposedFields: [], ...stored }, capacity)
    await noteCompatibility(db, workflow_id, JSON.stringify(callability))
  }
}
