import type { BatchDatum } from '../batch/batch.ts'
import type { Edge, Graph, NodeJson } from '../graph.ts'
import { ownValue } from '../json.ts'
import { WorkflowCallError } from './call-error.ts'

/** Nodes that stand for lists of a batch: where their list lies, and the output that gives one value of it. */
const LISTS: Readonly<Record<string, { readonly list: string; readonly output: string }>> = {
  image_batch: { list: 'images', output: 'image' },
  string_batch: { list: 'strings', output: 'value' },
  integer_batch: { list: 'integers', output: 'value' },
  float_batch: { list: 'floats', output: 'value' },
}

/** A graph without the nodes that stand for lists, and the lists as the data of a batch. */
export interface ResolvedLists {
  readonly graph: Graph
  readonly data: readonly (readonly BatchDatum[])[]
}

/**
 * Does what an editor does before it runs a workflow: each value of a list makes a session; lists of one group go along with each other.
 *
 * @throws WorkflowCallError `unsupported_batch_input`
 */
export function resolveBatchLists({ id, nodes, edges }: Graph): ResolvedLists {
  const lists = Object.values(nodes).filter(({ type }) => Object.hasOwn(LISTS, type))
  const ids = new Set(lists.map((node) => node.id))
  const fed = edges.find(({ destination }) => ids.has(destination.node_id))
  if (fed !== undefined) {
    throw unsupported(`The list of node ${fed.destination.node_id} comes from another node; write it into the workflow`)
  }
  const groups = new Map<string, BatchDatum[]>()
  for (const node of lists) {
    const group = ownValue(node, 'batch_group_id') ?? 'None'
    const name = group === 'None' ? `alone ${node.id}` : String(group)
    const data = edges.filter(({ source }) => source.node_id === node.id).map((edge) => toDatum(node, edge))
    if (data.length > 0) groups.set(name, [...(groups.get(name) ?? []), ...data])
  }
  return {
    graph: {
      id,
      nodes: Object.fromEntries(Object.entries(nodes).filter(([key]) => !ids.has(key))),
      edges: edges.filter(({ source }) => !ids.has(source.node_id)),
    },
    data: [...groups.values()],
  }
}

function toDatum(node: NodeJson, { source, destination }: Edge): BatchDatum {
  const { list, output } = LISTS[node.type] as (typeof LISTS)[string]
  const items = ownValue(node, list) ?? []
  if (source.field !== output) throw unsupported(`Only the ${output} of node ${node.id} makes sessions, not its ${source.field}`)
  if (!Array.isArray(items)) throw unsupported(`${list} of node ${node.id} must be a list`)
  return { node_path: destination.node_id, field_name: destination.field, items }
}

function unsupported(message: string): WorkflowCallError {
  return new WorkflowCallError('unsupported_batch_input', message)
}
