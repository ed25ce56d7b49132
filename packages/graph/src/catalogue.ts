import type { NodeDeclaration } from './define-node.ts'
import type { NodeJson } from './graph.ts'
import type { JsonObject } from './json.ts'

/** Nodes by their types. */
export type Catalogue<N extends NodeDeclaration = NodeDeclaration> = ReadonlyMap<string, N>

/** What every node has beside its inputs. */
export const NODE_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'type', 'is_intermediate', 'use_cache'])

/**
 * Collects nodes.
 *
 * @throws RangeError when two have the same type, or an input is named like an attribute
 */
export function createCatalogue<N extends NodeDeclaration>(nodes: Iterable<N>): Catalogue<N> {
  const byType = new Map<string, N>()
  for (const node of nodes) {
    if (byType.has(node.type)) throw new RangeError(`there are two nodes of type ${node.type}`)
    const taken = Object.keys(node.inputs).find((name) => NODE_ATTRIBUTES.has(name))
    if (taken !== undefined) throw new RangeError(`the input ${taken} of ${node.type} has the name of an attribute`)
    byType.set(node.type, node)
  }
  return byType
}

/** What stands in a node beyond its attributes and inputs, when it accepts such. */
export function pickExtras(declaration: NodeDeclaration, node: NodeJson): JsonObject {
  if (!declaration.acceptsExtras) return {}
  const names = Object.keys(node).filter((name) => !Object.hasOwn(declaration.inputs, name) && !NODE_ATTRIBUTES.has(name))
  return Object.fromEntries(names.map((name) => [name, node[name] ?? null]))
}
