import { type Actor, SYSTEM_ACTOR, type WorkflowWithoutId } from '@bottega/contracts'
import { describeWorkflow, type FormField, type Graph, parseGraph } from '@bottega/graph'
import { CATALOGUE } from '@bottega/nodes'
import type { App } from '../app.ts'
import { saveWorkflow } from '../library/workflows.ts'

/*
 * Graphs that call workflows, and workflows that are called, for tests.
 */

/** Nodes by their ids, and edges as `from.field -> to.field`. */
export function makeGraph(nodes: Readonly<Record<string, object>>, edges: readonly string[] = []) {
  const readEnd = (text: string) => {
    const [node_id = '', ...field] = text.split('.')
    return { node_id, field: field.join('.') }
  }
  return {
    id: 'g',
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { id, ...node }])),
    edges: edges.map((edge) => {
      const [source = '', destination = ''] = edge.split(' -> ')
      return { source: readEnd(source), destination: readEnd(destination) }
    }),
  }
}

/** A workflow as an editor saves it. */
export function makeWorkflow(graph: object, { name = 'Called', form = [] as readonly FormField[] } = {}): WorkflowWithoutId {
  const parsed: Graph = parseGraph(graph, { catalogue: CATALOGUE, newId: () => 'g' })
  const sheet = { name, description: '', tags: [], heading: name, form, labels: {} }
  // its lists are read-only, those of the wire are not
  const described = structuredClone(describeWorkflow(parsed, sheet, CATALOGUE)) as unknown as WorkflowWithoutId
  return { ...described, meta: { version: '4.0.0', category: 'user' } }
}

/** Saves a workflow and tells its id. */
export async function addWorkflow(
  deps: Pick<App, 'db' | 'settings'>,
  graph: object,
  { actor = SYSTEM_ACTOR, ...options }: { actor?: Actor; name?: string; form?: readonly FormField[] } = {},
): Promise<string> {
  return (await saveWorkflow(deps, actor, makeWorkflow(graph, options))).workflow_id
}

/** Nodes and edges that return an output under a name. */
export function returning(name: string, output: string) {
  return {
    nodes: { named: { type: 'workflow_return_value', key: name }, back: { type: 'workflow_return' } },
    edges: [`${output} -> named.value`, 'named.value -> back.values'],
  }
}

/** Edges in the notation of `makeGraph`. */
export function writeEdges({ edges }: Pick<Graph, 'edges'>): string[] {
  return edges.map(
    ({ source, destination }) => `${source.node_id}.${source.field} -> ${destination.node_id}.${destination.field}`,
  )
}
