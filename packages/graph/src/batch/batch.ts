import type { Graph } from '../graph.ts'
import type { JsonValue } from '../json.ts'

/** The values that one field of one node takes, one after the other. */
export interface BatchDatum {
  readonly node_path: string
  readonly field_name: string
  readonly items: readonly JsonValue[]
}

/** One graph to be run many times. Data in one group go together, item by item; groups are multiplied, the last one fastest. */
export interface Batch {
  readonly graph: Graph
  readonly data: readonly (readonly BatchDatum[])[]
  /** How often all of it is repeated, 1 or more. */
  readonly runs: number
}

/** A value in the place of what a graph says; queue items keep theirs as `field_values`. */
export interface Substitution {
  readonly node_path: string
  readonly field_name: string
  readonly value: JsonValue
}

// data of one group are equally long; a group without data gives nothing to run
const lengthOf = (group: readonly BatchDatum[]) => group[0]?.items.length ?? 0

/** How many sessions a batch makes, found without making them. Beyond 2^53 - 1 it is that. */
export function countSessions({ data, runs }: Pick<Batch, 'data' | 'runs'>): number {
  const count = data.reduce((product, group) => product * BigInt(lengthOf(group)), BigInt(runs))
  return Number(count > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : count)
}

/**
 * What one of a batch's sessions puts into the graph, found without making the others.
 *
 * @param index  of the session, from 0 to below `countSessions`
 */
export function substitutionsAt({ data }: Pick<Batch, 'data'>, index: number): Substitution[] {
  let rest = index
  const chosen = data.toReversed().map((group) => {
    const length = lengthOf(group)
    const at = rest % length
    rest = Math.floor(rest / length)
    return group.map(({ node_path, field_name, items }) => ({ node_path, field_name, value: items[at] ?? null }))
  })
  return chosen.toReversed().flat()
}

/** The graph with values put into its nodes; what does not change is shared. */
export function applySubstitutions(graph: Graph, substitutions: readonly Substitution[]): Graph {
  const nodes = new Map(Object.entries(graph.nodes))
  for (const { node_path, field_name, value } of substitutions) {
    const node = nodes.get(node_path)
    if (node !== undefined) nodes.set(node_path, { ...node, [field_name]: value })
  }
  return { ...graph, nodes: Object.fromEntries(nodes) }
}
