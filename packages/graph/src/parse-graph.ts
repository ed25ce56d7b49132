import { type Catalogue, findInput, NODE_ATTRIBUTES } from './catalogue.ts'
import type { NodeDeclaration } from './define-node.ts'
import { GraphError, type Location } from './errors.ts'
import { type Field, ValueError } from './fields/index.ts'
import type { Edge, EdgeEnd, Graph, NodeJson } from './graph.ts'
import { isJsonObject, type JsonObject, type JsonValue, measureJson, ownValue } from './json.ts'

/** What a graph may be at most. */
export const GRAPH_LIMITS = { nodes: 10_000, edges: 100_000, size: 10 * 2 ** 20, depth: 100 } as const

/** What parsing needs: the nodes there are, and an id for a graph that has none. */
export interface ParseContext {
  readonly catalogue: Catalogue
  newId(): string
}

function expectObject(value: unknown, what: string, location: Location): JsonObject {
  if (isJsonObject(value)) return value
  throw new GraphError('graph_malformed', `${what} must be an object`, location)
}

function readText(object: JsonObject, key: string, location: Location): string | undefined {
  const value = ownValue(object, key) ?? undefined
  if (value === undefined || typeof value === 'string') return value
  throw new GraphError('graph_malformed', `${key} must be a text`, [...location, key])
}

function readFlag(object: JsonObject, key: string, otherwise: boolean, location: Location): boolean {
  const value = ownValue(object, key) ?? otherwise
  if (typeof value === 'boolean') return value
  throw new GraphError('graph_malformed', `${key} must be true or false`, [...location, key])
}

/**
 * A value that is written in a graph for a field, as its node will see it.
 *
 * @param name  of node and field, for people
 * @throws GraphError `graph_malformed`
 */
export function parseLiteral(name: string, field: Field<unknown>, value: JsonValue, location: Location): JsonValue {
  try {
    // fields make JSON of JSON
    return field.parse(value, '') as JsonValue
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new GraphError('graph_malformed', `${name}${error.path} ${error.message}`, location)
  }
}

function parseNode(key: string, value: unknown, connected: ReadonlySet<string>, catalogue: Catalogue): NodeJson {
  const location = ['nodes', key]
  const given = expectObject(value, `Node ${key}`, location)
  const type = readText(given, 'type', location)
  const declaration = type === undefined ? undefined : catalogue.get(type)
  if (declaration === undefined) {
    const message = type === undefined ? `Node ${key} has no type` : `Unknown node type ${type}`
    throw new GraphError('graph_malformed', message, [...location, 'type'])
  }
  const attributes = {
    id: readText(given, 'id', location) ?? key,
    type: declaration.type,
    is_intermediate: readFlag(given, 'is_intermediate', false, location),
    use_cache: readFlag(given, 'use_cache', declaration.useCache, location),
  }
  return { ...attributes, ...parseLiterals(key, declaration, given, connected) }
}

// null says no more than leaving a field out
function parseLiterals(key: string, declaration: NodeDeclaration, given: JsonObject, connected: ReadonlySet<string>): JsonObject {
  const literals: [string, JsonValue][] = []
  for (const [name, value] of Object.entries(given)) {
    if (NODE_ATTRIBUTES.has(name)) continue
    const field = findInput(declaration, name)
    if (field === undefined) {
      if (declaration.acceptsExtras && value !== null) literals.push([name, value])
    } else if (value !== null) {
      literals.push([name, parseLiteral(`Node ${key}: ${name}`, field, value, ['nodes', key, name])])
    } else if (field.default !== undefined && !field.isOptional && !connected.has(name)) {
      throw new GraphError('graph_malformed', `Node ${key}: ${name} may not be null`, ['nodes', key, name])
    }
  }
  // fromEntries defines keys, so that `__proto__` is one like any other
  return Object.fromEntries(literals)
}

function parseEdgeEnd(value: unknown, location: Location): EdgeEnd {
  const end = expectObject(value, 'An end of an edge', location)
  const node_id = readText(end, 'node_id', location)
  const field = readText(end, 'field', location)
  if (node_id !== undefined && field !== undefined) return { node_id, field }
  throw new GraphError('graph_malformed', 'An end of an edge must name its node_id and field', location)
}

function parseEdge(value: unknown, index: number): Edge {
  const location = ['edges', index]
  const edge = expectObject(value, 'An edge', location)
  return {
    source: parseEdgeEnd(ownValue(edge, 'source'), [...location, 'source']),
    destination: parseEdgeEnd(ownValue(edge, 'destination'), [...location, 'destination']),
  }
}

function expectWithinLimits(value: unknown, limits: typeof GRAPH_LIMITS): void {
  const { size, depth } = measureJson(value, limits)
  if (depth > limits.depth) throw new GraphError('graph_malformed', 'The graph is nested too deeply')
  if (size > limits.size) throw new GraphError('graph_malformed', 'The graph is too large')
}

function findConnected(edges: readonly Edge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const connected = new Map<string, Set<string>>()
  for (const { destination } of edges) {
    const fields = connected.get(destination.node_id) ?? new Set<string>()
    connected.set(destination.node_id, fields.add(destination.field))
  }
  return connected
}

/**
 * Untrusted JSON to a graph: types known, literals parsed by their fields, what no field declares left out. Its rules are for
 * `validateGraph`.
 *
 * @throws GraphError `graph_malformed`
 */
export function parseGraph(value: unknown, { catalogue, newId }: ParseContext): Graph {
  expectWithinLimits(value, GRAPH_LIMITS)
  const given = expectObject(value, 'A graph', [])
  const nodes = Object.entries(expectObject(ownValue(given, 'nodes') ?? {}, 'The nodes of a graph', ['nodes']))
  const edges = ownValue(given, 'edges') ?? []
  if (!Array.isArray(edges)) throw new GraphError('graph_malformed', 'The edges of a graph must be a list', ['edges'])
  if (nodes.length > GRAPH_LIMITS.nodes) {
    throw new GraphError('graph_malformed', `A graph may have ${GRAPH_LIMITS.nodes} nodes at most`, ['nodes'])
  }
  if (edges.length > GRAPH_LIMITS.edges) {
    throw new GraphError('graph_malformed', `A graph may have ${GRAPH_LIMITS.edges} edges at most`, ['edges'])
  }
  const parsedEdges = edges.map(parseEdge)
  const connected = findConnected(parsedEdges)
  const none: ReadonlySet<string> = new Set()
  return {
    id: readText(given, 'id', []) ?? newId(),
    nodes: Object.fromEntries(nodes.map(([key, node]) => [key, parseNode(key, node, connected.get(key) ?? none, catalogue)])),
    edges: parsedEdges,
  }
}
