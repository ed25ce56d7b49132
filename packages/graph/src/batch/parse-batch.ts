import { type Catalogue, findInput, NODE_ATTRIBUTES } from '../catalogue.ts'
import { GraphError, type Location } from '../errors.ts'
import { booleanField } from '../fields/index.ts'
import type { Graph } from '../graph.ts'
import { isJsonObject, type JsonValue, measureJson, ownValue } from '../json.ts'
import { GRAPH_LIMITS, type ParseContext, parseGraph, parseLiteral } from '../parse-graph.ts'
import { checkLiterals, validateGraph } from '../validate.ts'
import type { Batch, BatchDatum } from './batch.ts'

type Groups = readonly (readonly BatchDatum[])[]

const malformed = (message: string, location: Location) => new GraphError('batch_invalid', message, location)

const nameOf = (nodeId: string, field: string) => JSON.stringify([nodeId, field])

function parseDatum(value: JsonValue, location: Location): BatchDatum {
  if (!isJsonObject(value)) throw malformed('A batch datum must be an object', location)
  const node_path = ownValue(value, 'node_path')
  const field_name = ownValue(value, 'field_name')
  const items = ownValue(value, 'items') ?? []
  if (typeof node_path !== 'string') throw malformed('node_path must be a text', [...location, 'node_path'])
  if (typeof field_name !== 'string') throw malformed('field_name must be a text', [...location, 'field_name'])
  if (!Array.isArray(items)) throw malformed('items must be a list', [...location, 'items'])
  return { node_path, field_name, items }
}

function parseGroups(data: unknown): Groups {
  if (data === undefined || data === null) return []
  const { size, depth } = measureJson(data, GRAPH_LIMITS)
  if (size > GRAPH_LIMITS.size || depth > GRAPH_LIMITS.depth) throw malformed('The batch data is too large', [])
  if (!Array.isArray(data)) throw malformed('Batch data must be a list', [])
  return data.map((group, at) => {
    if (!Array.isArray(group)) throw malformed('A group of batch data must be a list', [at])
    return group.map((datum, index) => parseDatum(datum, [at, index]))
  })
}

// integers and floats may mix: to JSON both are numbers
const kindOf = (value: JsonValue) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value)

function checkShape(groups: Groups): void {
  const seen = new Set<string>()
  for (const [at, group] of groups.entries()) {
    if (group.some(({ items }) => items.length !== group[0]?.items.length)) {
      throw malformed('Zipped batch items must all have the same length', [at])
    }
    for (const [index, { items }] of group.entries()) {
      const kinds = new Set(items.map(kindOf))
      if (kinds.size > 1) throw malformed('All items in a batch must have the same type', [at, index, 'items'])
      if (kinds.has('null')) throw malformed('Items in a batch must not be null', [at, index, 'items'])
    }
    for (const [index, { node_path, field_name }] of group.entries()) {
      const name = nameOf(node_path, field_name)
      if (seen.has(name)) throw malformed('Each batch data must have unique node_id and field_name', [at, index])
      seen.add(name)
    }
  }
}

// attributes that tell a node from another stay what they are
const FLAGS = { is_intermediate: booleanField(), use_cache: booleanField() }

function fieldOf(graph: Graph, catalogue: Catalogue, { node_path, field_name }: BatchDatum, location: Location) {
  const node = ownValue(graph.nodes, node_path)
  if (node === undefined) throw malformed(`Node ${node_path} not found in graph`, [...location, 'node_path'])
  const declaration = catalogue.get(node.type)
  const field = NODE_ATTRIBUTES.has(field_name) ? ownValue(FLAGS, field_name) : declaration && findInput(declaration, field_name)
  if (field !== undefined) return field
  throw malformed(`Field ${field_name} not found in node ${node_path}`, [...location, 'field_name'])
}

function parseItems(groups: Groups, graph: Graph, catalogue: Catalogue): Groups {
  return groups.map((group, at) =>
    group.map((datum, index) => {
      const field = fieldOf(graph, catalogue, datum, [at, index])
      const name = `Node ${datum.node_path}: ${datum.field_name}`
      const parse = (item: JsonValue, row: number) => parseLiteral(name, field, item, [at, index, 'items', row])
      return { ...datum, items: datum.items.map(parse) }
    }),
  )
}

function findReplaced(groups: Groups): ReadonlySet<string> {
  return new Set(groups.flat().map(({ node_path, field_name }) => nameOf(node_path, field_name)))
}

function groupByNode(group: readonly BatchDatum[]): ReadonlyMap<string, readonly BatchDatum[]> {
  const byNode = new Map<string, BatchDatum[]>()
  for (const datum of group) {
    const others = byNode.get(datum.node_path)
    if (others === undefined) byNode.set(datum.node_path, [datum])
    else others.push(datum)
  }
  return byNode
}

// what one group puts into a node is checked together; what others put there is left open, since there may be any number of pairs
function checkNodes(groups: Groups, graph: Graph, catalogue: Catalogue): void {
  const connected = new Set(graph.edges.map(({ destination }) => nameOf(destination.node_id, destination.field)))
  const replaced = findReplaced(groups)
  for (const group of groups) {
    for (const [node_path, data] of groupByNode(group)) {
      const node = ownValue(graph.nodes, node_path)
      const own = new Set(data.map(({ field_name }) => field_name))
      const isOpen = (field: string) => {
        const name = nameOf(node_path, field)
        return connected.has(name) || (replaced.has(name) && !own.has(field))
      }
      for (let row = 0; node !== undefined && row < (data[0]?.items.length ?? 0); row++) {
        const values = Object.fromEntries(data.map(({ field_name, items }) => [field_name, items[row] ?? null]))
        checkLiterals({ ...node, ...values }, catalogue, isOpen)
      }
    }
  }
}

/** What a client sends to be enqueued, as far as this package knows it. */
export interface BatchRequest {
  readonly graph: unknown
  readonly data?: unknown
  /** 1 when it is not given. */
  readonly runs?: unknown
}

/**
 * Untrusted JSON to a batch that can be run: the graph valid, every item a value of its field. Checks each item, never the product.
 *
 * @throws GraphError `graph_malformed`, `graph_invalid`, `batch_invalid`, with the contract's texts
 */
export function parseBatch({ graph, data, runs = 1 }: BatchRequest, context: ParseContext): Batch {
  if (!Number.isSafeInteger(runs) || (runs as number) < 1) throw malformed('runs must be a whole number, 1 or more', ['runs'])
  const groups = parseGroups(data)
  checkShape(groups)
  const parsed = parseGraph(graph, context)
  const items = parseItems(groups, parsed, context.catalogue)
  const replaced = findReplaced(items)
  validateGraph(parsed, context.catalogue, (nodeId, field) => replaced.has(nameOf(nodeId, field)))
  checkNodes(items, parsed, context.catalogue)
  return { graph: parsed, data: items, runs: runs as number }
}
