import { z } from 'zod'

/** A node of a graph. Its inputs stand beside `id` and `type`; which there are, the node catalogue knows. */
export type GraphNode = z.infer<typeof GraphNode>
export const GraphNode = z.looseObject({ id: z.string(), type: z.string() })

const End = z.object({ node_id: z.string(), field: z.string() }).meta({ id: 'EdgeConnection' })

/** A connection from an output to an input. */
export type GraphEdge = z.infer<typeof GraphEdge>
export const GraphEdge = z.object({ source: End, destination: End }).meta({ id: 'Edge' })

/** What runs: nodes by their ids, and the edges between them. Nodes and types are checked against the catalogue, not here. */
export type Graph = z.infer<typeof Graph>
export const Graph = z
  .object({ id: z.string().optional(), nodes: z.record(z.string(), GraphNode).optional(), edges: z.array(GraphEdge).optional() })
  .meta({ id: 'Graph' })

/** The result of a node, with its output type. */
export type NodeOutput = z.infer<typeof NodeOutput>
export const NodeOutput = z.looseObject({ type: z.string() })

const call = {
  prepared_call_node_id: z.string(),
  source_call_node_id: z.string(),
  workflow_id: z.string(),
  depth: z.int(),
}

const CallFrame = z.object(call).meta({ id: 'WorkflowCallFrame' })

const CallExecution = z
  .object({
    id: z.string(),
    parent_session_id: z.string(),
    child_session_id: z.string().nullish(),
    ...call,
    status: z.enum(['waiting_for_child', 'running_child', 'completed', 'failed']),
    error_message: z.string().nullish(),
    child_session_ids: z.array(z.string()),
    child_item_ids: z.array(z.int()),
    expected_child_count: z.int(),
    completed_child_item_ids: z.array(z.int()),
    aggregated_values: z.record(z.string(), z.unknown()),
    child_outputs: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'WorkflowCallExecution' })

const CallParent = z
  .object({ workflow_call_id: z.string(), parent_session_id: z.string(), ...call })
  .meta({ id: 'WorkflowCallParentRef' })

/**
 * One execution of one graph, as the queue item that it belongs to shows it. Source ids are those of the submitted graph,
 * prepared ids those of the copies that ran. Absent fields are left out, not null.
 */
export type SessionState = z.infer<typeof SessionState>
export const SessionState = z
  .object({
    id: z.string(),
    /** as submitted, with the values of the batch */
    graph: Graph,
    /** the prepared copies */
    execution_graph: Graph,
    /** prepared and source ids that are done */
    executed: z.array(z.string()),
    /** source ids in the order in which they ran */
    executed_history: z.array(z.string()),
    results: z.record(z.string(), NodeOutput),
    /** by prepared id: `<type>: <message>` */
    errors: z.record(z.string(), z.string()),
    prepared_source_mapping: z.record(z.string(), z.string()),
    source_prepared_mapping: z.record(z.string(), z.array(z.string())),
    prepared_iteration_paths: z.record(z.string(), z.array(z.int())).optional(),
    indegree: z.record(z.string(), z.int()).optional(),
    ready_order: z.array(z.string()).optional(),
    workflow_call_stack: z.array(CallFrame),
    workflow_call_history: z.array(CallExecution),
    workflow_call_parent: CallParent.optional(),
    waiting_workflow_call: CallFrame.optional(),
    waiting_workflow_call_execution: CallExecution.optional(),
    get waiting_workflow_call_child_session() {
      return SessionState.optional()
    },
    max_workflow_call_depth: z.int(),
  })
  .meta({ id: 'GraphExecutionState' })
