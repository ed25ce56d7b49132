import type { JsonObject, JsonValue } from './json.ts'

/*
 * A graph as JSON: the shape that clients send, that is stored, and that images carry. Nodes and batches speak of it in the words of
 * the wire.
 */

/** One node of a graph: its attributes and the values written in it. */
export interface NodeJson {
  readonly id: string
  readonly type: string
  /** Copied to the images that it saves. */
  readonly is_intermediate: boolean
  readonly use_cache: boolean
  readonly [field: string]: JsonValue
}

/** One end of an edge. */
export interface EdgeEnd {
  readonly node_id: string
  readonly field: string
}

/** A value's way from an output to an input. */
export interface Edge {
  readonly source: EdgeEnd
  readonly destination: EdgeEnd
}

/** A graph. Look a node up with `ownValue`: its id comes from outside. */
export interface Graph {
  readonly id: string
  readonly nodes: Readonly<Record<string, NodeJson>>
  readonly edges: readonly Edge[]
}

/** An edge in the words of an error text: `a.value -> b.prompt`. */
export function describeEdge({ source, destination }: Edge): string {
  return `${source.node_id}.${source.field} -> ${destination.node_id}.${destination.field}`
}

/** The graph with nothing in it. */
export function emptyGraph(id: string): Graph {
  return { id, nodes: {}, edges: [] }
}

/** An output, as results keep it: the values of its fields and its type. */
export type OutputJson = JsonObject & { readonly type: string }
