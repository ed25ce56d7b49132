import { emptyGraph, type Graph, type OutputJson } from '../graph.ts'

/** A session as JSON: what a queue item carries of its execution, in the words of the wire. */
export interface SessionJson {
  readonly id: string
  /** As submitted, with batch values. */
  readonly graph: Graph
  /** The prepared nodes. Values beyond a thousand characters are left out: they stand in `graph` or `results`. */
  readonly execution_graph: Graph
  /** Ids of prepared and of source nodes that are done with. */
  readonly executed: readonly string[]
  /** Ids of source nodes, in the order in which they were done. */
  readonly executed_history: readonly string[]
  readonly results: Readonly<Record<string, OutputJson>>
  readonly errors: Readonly<Record<string, string>>
  readonly prepared_source_mapping: Readonly<Record<string, string>>
  readonly source_prepared_mapping: Readonly<Record<string, readonly string[]>>
  readonly prepared_iteration_paths: Readonly<Record<string, readonly number[]>>
  readonly indegree: Readonly<Record<string, number>>
  readonly ready_order: readonly string[]
  readonly workflow_call_stack: readonly never[]
  readonly workflow_call_history: readonly never[]
  readonly max_workflow_call_depth: number
}

/** The session of an item that has not run, or whose content the reader may not see (then with an empty graph). */
export function emptySession(id: string, graph: Graph, executionGraphId: string): SessionJson {
  return {
    id,
    graph,
    execution_graph: emptyGraph(executionGraphId),
    executed: [],
    executed_history: [],
    results: {},
    errors: {},
    prepared_source_mapping: {},
    source_prepared_mapping: {},
    prepared_iteration_paths: {},
    indegree: {},
    ready_order: [],
    workflow_call_stack: [],
    workflow_call_history: [],
    max_workflow_call_depth: 4,
  }
}
