import type { NodeDeclaration } from './define-node.ts'
import { anyField } from './fields/any.ts'
import type { Field } from './fields/index.ts'
import type { NodeJson } from './graph.ts'
import { type JsonObject, ownValue } from './json.ts'

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

const OPEN = anyField()

/** The input of a node by its name, one that it declares or one that it leaves open; undefined for none. */
export function findInput({ inputs, openInputs }: NodeDeclaration, name: string): Field<unknown> | undefined {
  return ownValue(inputs, name) ?? (openInputs !== undefined && name.startsWith(openInputs) ? OPEN : undefined)
}

/** What stands in a node beyond its attributes and inputs, as far as it accepts such. */
export function pickExtras(declaration: NodeDeclaration, node: NodeJson): JsonObject {
  const { acceptsExtras, inputs } = declaration
  const names = Object.keys(node).filter(
    (name) =>
      !Object.hasOwn(inputs, name) && !NODE_ATTRIBUTES.has(name) && (acceptsExtras || findInput(declaration, name) !== undefined),
  )
  return Object.fromEntries(names.map((name) => [name, node[name] ?? null]))
}
