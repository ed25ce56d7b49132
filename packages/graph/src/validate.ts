import { type Catalogue, findInput } from './catalogue.ts'
import { COLLECT, ITERATE } from './control-nodes.ts'
import { checkEdgeTypes } from './edge-types.ts'
import { GraphError } from './errors.ts'
import { parseField } from './fields/field.ts'
import { describeEdge, type Graph, type NodeJson } from './graph.ts'
import { ownValue } from './json.ts'
import { buildTopology, type SourceNode, type Topology } from './topology.ts'

function declarationOf(node: NodeJson, catalogue: Catalogue) {
  const declaration = catalogue.get(node.type)
  if (declaration === undefined) throw new GraphError('graph_malformed', `Unknown node type ${node.type}`, ['nodes', node.id])
  return declaration
}

function checkIds(graph: Graph): void {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { id } of Object.values(graph.nodes)) (seen.has(id) ? repeated : seen).add(id)
  if (repeated.size > 0) {
    const names = [...repeated].map((id) => `'${id}'`).join(', ')
    throw new GraphError('graph_invalid', `Node ids must be unique, found duplicates {${names}}`, ['nodes'])
  }
  for (const [key, { id }] of Object.entries(graph.nodes)) {
    if (key !== id) throw new GraphError('graph_invalid', `Node ids must match, got ${key} and ${id}`, ['nodes', key, 'id'])
  }
}

function checkEdgeEnds({ nodes, edges }: Graph, catalogue: Catalogue): void {
  for (const [index, { source, destination }] of edges.entries()) {
    const at = ['edges', index]
    const from = ownValue(nodes, source.node_id)
    const to = ownValue(nodes, destination.node_id)
    if (from === undefined) {
      throw new GraphError('graph_invalid', `Edge source node ${source.node_id} does not exist in the graph`, at)
    }
    if (to === undefined) {
      throw new GraphError('graph_invalid', `Edge destination node ${destination.node_id} does not exist in the graph`, at)
    }
    if (ownValue(declarationOf(from, catalogue).output.fields, source.field) === undefined) {
      throw new GraphError('graph_invalid', `Edge source field ${source.field} does not exist in node ${source.node_id}`, at)
    }
    if (findInput(declarationOf(to, catalogue), destination.field) === undefined) {
      const end = `Edge destination field ${destination.field}`
      throw new GraphError('graph_invalid', `${end} does not exist in node ${destination.node_id}`, at)
    }
  }
}

// one value a field, but for what gathers
function checkSingleSources({ node, inputs }: SourceNode): void {
  if (node.type === COLLECT || node.type === ITERATE) return
  const sources = new Map<string, string>()
  for (const { toField, edge } of inputs) {
    const text = describeEdge(edge)
    const other = sources.get(toField)
    if (other !== undefined && other !== text) {
      throw new GraphError('graph_invalid', `Edges meet in one field (${other} and ${text})`, ['edges'])
    }
    sources.set(toField, text)
  }
}

/**
 * Lets a node look at the values that are written in it.
 *
 * @param isOpen  whether a field's value comes later, along an edge or from batch data, and is left out
 * @throws GraphError `graph_invalid` with the node's own words
 */
export function checkLiterals(node: NodeJson, catalogue: Catalogue, isOpen: (field: string) => boolean): void {
  const { check, inputs } = declarationOf(node, catalogue)
  if (check === undefined) return
  const literals: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(inputs)) {
    if (!isOpen(name)) literals[name] = parseField(field, ownValue(node, name))
  }
  const fault = check(literals)
  if (fault !== undefined) throw new GraphError('graph_invalid', `Node ${node.id}: ${fault}`, ['nodes', node.id])
}

/**
 * Checks a parsed graph against every rule that holds before it runs: ids, edges and their fields, cycles, types, what iterate and
 * collect want, and each node's own check.
 *
 * @param isReplaced  whether a batch puts other values into a field, so that what is written there does not count
 * @throws GraphError `graph_invalid` with the contract's text, `graph_malformed` for a type that is not in the catalogue
 */
export function validateGraph(
  graph: Graph,
  catalogue: Catalogue,
  isReplaced: (nodeId: string, field: string) => boolean = () => false,
): Topology {
  checkIds(graph)
  checkEdgeEnds(graph, catalogue)
  const topology = buildTopology(graph)
  topology.forEach(checkSingleSources)
  checkEdgeTypes(topology, catalogue)
  for (const { node, inputs } of topology) {
    const connected = new Set(inputs.map(({ toField }) => toField))
    checkLiterals(node, catalogue, (field) => connected.has(field) || isReplaced(node.id, field))
  }
  return topology
}
