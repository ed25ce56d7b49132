import { COLLECT, ITERATE } from './control-nodes.ts'
import { GraphError } from './errors.ts'
import type { Edge, Graph, NodeJson } from './graph.ts'

/*
 * A graph with its edges resolved and its nodes in an order in which parents come first.
 *
 * The axes of a node are the `iterate` nodes that repeat it, outermost first: its parents' together, and itself when it iterates. A
 * collector gathers over the innermost axis of what comes into `item` and is repeated by the others, and by all axes of what comes into
 * `collection`. The axes of a node always include those of each of its axes.
 */

/** How many iterations, nested or side by side, may repeat one node. */
export const MAX_AXES = 32

/** A node of the graph that was submitted. */
export interface SourceNode {
  readonly id: string
  readonly node: NodeJson
  readonly inputs: SourceEdge[]
  readonly outputs: SourceEdge[]
  /** Position in the order. */
  rank: number
  axes: readonly SourceNode[]
}

/** An edge between nodes of the graph that was submitted. */
export interface SourceEdge {
  readonly from: SourceNode
  readonly fromField: string
  readonly to: SourceNode
  readonly toField: string
  readonly edge: Edge
}

/** The nodes of a graph, parents first. */
export type Topology = readonly SourceNode[]

function linkNodes(graph: Graph): SourceNode[] {
  const nodes = Object.entries(graph.nodes).map(
    ([id, node]): SourceNode => ({ id, node, inputs: [], outputs: [], rank: -1, axes: [] }),
  )
  const byId = new Map(nodes.map((node) => [node.id, node]))
  graph.edges.forEach((edge, index) => {
    const from = byId.get(edge.source.node_id)
    const to = byId.get(edge.destination.node_id)
    const end = from === undefined ? `source node ${edge.source.node_id}` : `destination node ${edge.destination.node_id}`
    if (from === undefined || to === undefined) {
      throw new GraphError('graph_invalid', `Edge ${end} does not exist in the graph`, ['edges', index])
    }
    const link = { from, fromField: edge.source.field, to, toField: edge.destination.field, edge }
    from.outputs.push(link)
    to.inputs.push(link)
  })
  return nodes
}

// Kahn's algorithm, first come first served: the order is that of the graph wherever edges leave a choice
function sortNodes(nodes: readonly SourceNode[]): Topology {
  const missing = new Map(nodes.map((node) => [node, node.inputs.length]))
  const sorted = nodes.filter((node) => node.inputs.length === 0)
  for (let at = 0; at < sorted.length; at++) {
    const node = sorted[at] as SourceNode
    node.rank = at
    for (const { to } of node.outputs) {
      const left = (missing.get(to) ?? 0) - 1
      missing.set(to, left)
      if (left === 0) sorted.push(to)
    }
  }
  if (sorted.length < nodes.length) throw new GraphError('graph_invalid', 'Graph contains cycles', ['edges'])
  return sorted
}

function findAxes(node: SourceNode): SourceNode[] {
  const axes = new Set<SourceNode>()
  for (const { from, toField } of node.inputs) {
    const over = node.node.type === COLLECT && toField === 'item' ? from.axes.slice(0, -1) : from.axes
    for (const axis of over) axes.add(axis)
  }
  if (node.node.type === ITERATE) axes.add(node)
  return [...axes].sort((one, other) => one.rank - other.rank)
}

/**
 * Resolves the edges of a graph.
 *
 * @throws GraphError `graph_invalid` for edges without ends, for cycles, and when more than `MAX_AXES` iterations meet in a node
 */
export function buildTopology(graph: Graph): Topology {
  const sorted = sortNodes(linkNodes(graph))
  for (const node of sorted) {
    node.axes = findAxes(node)
    if (node.axes.length > MAX_AXES) {
      throw new GraphError('graph_invalid', `Node ${node.id} is repeated by more than ${MAX_AXES} iterations`, ['nodes', node.id])
    }
  }
  return sorted
}
