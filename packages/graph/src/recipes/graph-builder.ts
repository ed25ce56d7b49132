import type { Graph, NodeJson } from '../graph.ts'
import type { JsonValue } from '../json.ts'

/** Values for a node under construction; what is undefined is left out. */
export type NodeFields = Readonly<Record<string, JsonValue | undefined>>

/** A node under construction. */
export interface BuiltNode {
  readonly id: string
}

interface Draft extends BuiltNode {
  id: string
  readonly type: string
  fields: NodeFields
}

interface DraftEdge {
  readonly source: BuiltNode
  readonly output: string
  readonly destination: BuiltNode
  readonly input: string
}

/** Puts a graph together, node by node and edge by edge. Its nodes are intermediate until told otherwise. */
export class GraphBuilder {
  readonly #nodes = new Map<BuiltNode, Draft>()
  readonly #edges: DraftEdge[] = []
  readonly #newSuffix: () => string

  /** @param newSuffix  a short random text, new with every call; ids are `<prefix>:<random>` */
  constructor(newSuffix: () => string) {
    this.#newSuffix = newSuffix
  }

  /** @param prefix  what the node is for */
  add(prefix: string, type: string, fields: NodeFields = {}): BuiltNode {
    const draft: Draft = { id: this.#newId(prefix), type, fields: { is_intermediate: true, ...fields } }
    this.#nodes.set(draft, draft)
    return draft
  }

  /** Gives a node other fields on top of its own, and an id that says what it is now for. */
  change(node: BuiltNode, prefix: string, fields: NodeFields): void {
    const draft = this.#nodes.get(node)
    if (draft === undefined) throw new RangeError(`node ${node.id} is of another graph`)
    draft.id = this.#newId(prefix)
    draft.fields = { ...draft.fields, ...fields }
  }

  connect(source: BuiltNode, output: string, destination: BuiltNode, input = output): void {
    this.#edges.push({ source, output, destination, input })
  }

  build(prefix: string): Graph {
    const nodes = [...this.#nodes.values()].map(({ id, type, fields }): [string, NodeJson] => {
      const written = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
      return [id, { id, type, is_intermediate: true, use_cache: true, ...Object.fromEntries(written) }]
    })
    const edges = this.#edges.map(({ source, output, destination, input }) => ({
      source: { node_id: source.id, field: output },
      destination: { node_id: destination.id, field: input },
    }))
    return { id: this.#newId(prefix), nodes: Object.fromEntries(nodes), edges }
  }

  #newId(prefix: string): string {
    return `${prefix}:${this.#newSuffix()}`
  }
}
