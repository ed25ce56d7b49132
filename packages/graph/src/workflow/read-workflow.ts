import { GraphError } from '../errors.ts'
import type { Edge, Graph, NodeJson } from '../graph.ts'
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json.ts'

/** The part of a workflow that runs, as editors save it. */
export interface EditorWorkflow {
  readonly nodes: readonly unknown[]
  readonly edges: readonly unknown[]
}

interface Link {
  readonly source: string
  readonly target: string
  readonly output: string
  readonly input: string
}

/**
 * The graph of a workflow, as an editor makes it when it is run: nodes that are notes for people are left out, and edges pass through
 * what only bends them.
 *
 * @param id  of the graph
 * @throws GraphError `graph_malformed` for nodes and edges that no editor writes
 */
export function readWorkflow({ nodes, edges }: EditorWorkflow, id: string): Graph {
  const connectors = new Set(nodes.filter(isOfType('connector')).map((node) => readText(node, 'id')))
  const invocations = nodes.filter(isOfType('invocation'))
  const ids = new Set(invocations.map((node) => readText(node, 'id')))
  const links = edges.filter(isNotCollapsed).map(readLink)
  const made = links.flatMap((link): Edge[] => {
    const source = findSource(link, links, connectors)
    if (source === undefined || !ids.has(source.source) || !ids.has(link.target)) return []
    return [
      {
        source: { node_id: source.source, field: source.output },
        destination: { node_id: link.target, field: link.input },
      },
    ]
  })
  const connected = new Set(made.map(({ destination }) => nameInput(destination.node_id, destination.field)))
  const read = invocations.map((node) => readNode(node, connected))
  return { id, nodes: Object.fromEntries(read.map((node) => [node.id, node])), edges: made }
}

/** The link that a link's value comes from: itself, or the one before the connectors on its way. */
function findSource(link: Link, links: readonly Link[], connectors: ReadonlySet<string>): Link | undefined {
  let from: Link | undefined = link
  // as many steps as there are connectors: two that lead to each other lead nowhere
  for (let step = 0; from && connectors.has(from.source); step++) {
    const { source }: Link = from
    from = step < connectors.size ? links.find(({ target }) => target === source) : undefined
  }
  return from
}

function readNode(node: JsonObject, connected: ReadonlySet<string>): NodeJson {
  const id = readText(node, 'id')
  const data = ownValue(node, 'data')
  if (!isJsonObject(data)) throw malformed(`node ${id} has no data`)
  const inputs = ownValue(data, 'inputs')
  const values = Object.entries(isJsonObject(inputs) ? inputs : {}).flatMap(([name, input]): [string, JsonValue][] => {
    const value = isJsonObject(input) ? ownValue(input, 'value') : undefined
    return value === undefined || connected.has(nameInput(id, name)) ? [] : [[name, value]]
  })
  return {
    ...Object.fromEntries(values),
    id,
    type: readText(data, 'type'),
    is_intermediate: ownValue(data, 'isIntermediate') === true,
    use_cache: ownValue(data, 'useCache') !== false,
  }
}

function readLink(edge: unknown): Link {
  if (!isJsonObject(edge)) throw malformed('an edge is no object')
  return {
    source: readText(edge, 'source'),
    target: readText(edge, 'target'),
    output: readText(edge, 'sourceHandle'),
    input: readText(edge, 'targetHandle'),
  }
}

const isOfType =
  (type: string) =>
  (node: unknown): node is JsonObject =>
    isJsonObject(node) && ownValue(node, 'type') === type

// it stands for the edges of a node that is folded together, which are there besides
function isNotCollapsed(edge: unknown): boolean {
  return !isOfType('collapsed')(edge)
}

const nameInput = (nodeId: string, field: string): string => `${nodeId}\n${field}`

function readText(object: JsonObject, key: string): string {
  const value = ownValue(object, key)
  if (typeof value !== 'string' || value === '') throw malformed(`${key} must be a text`)
  return value
}

function malformed(what: string): GraphError {
  return new GraphError('graph_malformed', `The workflow cannot be read: ${what}`)
}
