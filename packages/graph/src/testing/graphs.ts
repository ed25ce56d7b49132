import type { NodeContext } from '../context.ts'
import type { Edge, Graph, OutputJson } from '../graph.ts'
import { invokeNode } from '../invoke.ts'
import { parseGraph } from '../parse-graph.ts'
import { Plan, type PreparedNode } from '../plan/plan.ts'
import { testCatalogue } from './nodes.ts'

/** An edge from `a.value` to `b.a`. */
function edge(from: string, to: string): Edge {
  const [source = '', output = ''] = from.split('.')
  const [destination = '', input = ''] = to.split('.')
  return { source: { node_id: source, field: output }, destination: { node_id: destination, field: input } }
}

/** A graph as a client sends it: nodes by id, edges as pairs like `['a.value', 'b.a']`. */
export function sentGraph(nodes: Readonly<Record<string, object>>, edges: readonly (readonly [string, string])[] = []) {
  return {
    id: 'graph',
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { id, ...node }])),
    edges: edges.map(([from, to]) => edge(from, to)),
  }
}

/** Ids that count up. */
export function countingIds(prefix = 'id'): () => string {
  let count = 0
  return () => `${prefix}${count++}`
}

/** The same, parsed. */
export function graphOf(nodes: Readonly<Record<string, object>>, edges: readonly (readonly [string, string])[] = []): Graph {
  return parseGraph(sentGraph(nodes, edges), { catalogue: testCatalogue, newId: countingIds() })
}

/** A plan over the nodes of the tests. */
export function planOf(graph: Graph): Plan {
  return new Plan({ id: 'session', graph, catalogue: testCatalogue, newId: countingIds('copy') })
}

// the nodes of the tests use no ports
const context = {} as NodeContext

/** Runs a node of the tests. */
export function runNode(prepared: PreparedNode): Promise<OutputJson> {
  const definition = testCatalogue.get(prepared.node.type)
  if (definition === undefined) throw new RangeError(`no test node ${prepared.node.type}`)
  return invokeNode(definition, prepared, context)
}

/** Runs a plan to its end. @returns the ids of the submitted nodes, in the order in which copies of them ran */
export async function runPlan(plan: Plan): Promise<string[]> {
  const order: string[] = []
  for (let prepared = plan.next(); prepared !== undefined; prepared = plan.next()) {
    order.push(prepared.sourceId)
    plan.complete(prepared.id, await runNode(prepared))
  }
  return order
}

/** What the copies of a submitted node gave for one of its outputs, in the order of their paths; undefined for those that did not run. */
export function outputsOf(plan: Plan, sourceId: string, field = 'value') {
  const { results, source_prepared_mapping } = plan.toSession()
  return source_prepared_mapping[sourceId]?.map((id) => results[id]?.[field])
}
