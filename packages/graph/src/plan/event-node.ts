import { COLLECT, ITERATE } from '../control-nodes.ts'
import type { NodeJson } from '../graph.ts'

/** A prepared node as events tell it: the list of iterate and collect is left empty, since each of thousands of copies may carry it. */
export function toEventNode(node: NodeJson): NodeJson {
  return node.type === ITERATE || node.type === COLLECT ? { ...node, collection: [] } : node
}
