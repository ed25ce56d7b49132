import { findInput, pickExtras } from '../catalogue.ts'
import { COLLECT, ITERATE } from '../control-nodes.ts'
import type { NodeJson } from '../graph.ts'
import { type JsonValue, ownValue } from '../json.ts'
import { type Copy, type CopyEdge, comparePaths } from './copy.ts'

const valueAlong = ({ from, link }: CopyEdge): JsonValue => from.output?.[link.fromField] ?? null

/** Items that a collector may gather. Lists that are gathered twice each time double, and soon no memory holds them. */
export const MAX_GATHERED = 1_000_000

/** How many items a copy of a collector gathers; 0 for any other. */
function countGathered({ step, inputs }: Copy): number {
  if (step.source.node.type !== COLLECT) return 0
  return inputs.reduce((count, edge) => {
    const value = edge.link.toField === 'collection' ? valueAlong(edge) : null
    return count + (Array.isArray(value) ? value.length : 1)
  }, 0)
}

/** Whether a copy is a collector that would gather more than `MAX_GATHERED` items. */
export function gathersTooMuch(copy: Copy): boolean {
  return countGathered(copy) > MAX_GATHERED
}

// sorting is stable: links to the same field keep their order in the graph
function gatherItems(copy: Copy): JsonValue[] {
  if (gathersTooMuch(copy)) return []
  const edges = copy.inputs.toSorted((one, other) => comparePaths(one.from.path, other.from.path))
  const items: JsonValue[] = []
  for (const edge of edges) {
    if (edge.link.toField !== 'collection') continue
    const value = valueAlong(edge)
    if (Array.isArray(value)) for (const item of value) items.push(item)
    else items.push(value)
  }
  for (const edge of edges) if (edge.link.toField === 'item') items.push(valueAlong(edge))
  return items
}

function gatherValues(copy: Copy): Record<string, JsonValue> {
  const { type } = copy.step.source.node
  if (type === COLLECT) return { collection: gatherItems(copy) }
  const values: Record<string, JsonValue> = {}
  // none before its parents ran: then there is nothing along the edge yet
  for (const edge of copy.inputs) if (!edge.isCut && edge.from.output) values[edge.link.toField] = valueAlong(edge)
  if (type === ITERATE) values.index = copy.path.at(-1) ?? 0
  return values
}

/**
 * A copy as JSON: its own id, the values that came along its edges, else those written in the graph, else the defaults. Null stands for
 * nothing and is left out. Copies of iterate and collect are never cached.
 *
 * @param keeps  which of its values to take
 */
export function writeCopy(copy: Copy, keeps: (value: JsonValue) => boolean): NodeJson {
  const { source, declaration } = copy.step
  const { node } = source
  const isLoop = node.type === ITERATE || node.type === COLLECT
  const incoming = gatherValues(copy)
  const written: Record<string, JsonValue> = {}
  for (const [name, field] of Object.entries(declaration.inputs)) {
    const came = ownValue(incoming, name)
    const value = came === undefined ? (ownValue(node, name) ?? field.default ?? null) : came
    if (value !== null && keeps(value)) written[name] = value
  }
  for (const [name, value] of Object.entries(incoming)) {
    const isOpen = !Object.hasOwn(declaration.inputs, name) && findInput(declaration, name) !== undefined
    if (isOpen && value !== null && keeps(value)) written[name] = value
  }
  const { is_intermediate, type } = node
  const attributes = { id: copy.id, type, is_intermediate, use_cache: node.use_cache && !isLoop }
  return { ...attributes, ...pickExtras(declaration, node), ...written }
}
