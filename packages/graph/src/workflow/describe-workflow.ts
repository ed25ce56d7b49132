import type { Catalogue } from '../catalogue.ts'
import type { NodeDeclaration } from '../define-node.ts'
import type { Graph, NodeJson } from '../graph.ts'
import { type JsonObject, type JsonValue, ownValue } from '../json.ts'

/** A field that a workflow's form shows. */
export interface FormField {
  readonly nodeId: string
  readonly fieldName: string
}

/** What a workflow says of itself beside its graph. */
export interface WorkflowSheet {
  readonly name: string
  readonly description: string
  readonly tags: readonly string[]
  /** Shown above the fields of the form. */
  readonly heading: string
  readonly form: readonly FormField[]
  /** What nodes are called on the canvas, by their ids. */
  readonly labels: Readonly<Record<string, string>>
}

/** Pixels between nodes on the canvas of the editor. */
const COLUMN = 420
const ROW = 380

/** A graph as an editor opens it: nodes laid out from left to right in the order in which they run, with a form. */
export function describeWorkflow(graph: Graph, sheet: WorkflowSheet, catalogue: Catalogue) {
  const depths = measureDepths(graph)
  const rows = new Map<number, number>()
  const nodes = Object.values(graph.nodes).map((node) => {
    const depth = depths.get(node.id) ?? 0
    const row = rows.get(depth) ?? 0
    rows.set(depth, row + 1)
    const declaration = catalogue.get(node.type)
    if (declaration === undefined) throw new RangeError(`no node ${node.type}`)
    const position = { x: depth * COLUMN, y: row * ROW }
    return { id: node.id, type: 'invocation', position, data: describeData(node, declaration, sheet.labels) }
  })
  const edges = graph.edges.map(({ source, destination }, at) => ({
    id: `edge-${at}`,
    type: 'default',
    source: source.node_id,
    target: destination.node_id,
    sourceHandle: source.field,
    targetHandle: destination.field,
  }))
  const { name, description, tags, form, heading } = sheet
  return {
    ...{ name, author: 'Bottega', description, version: '1.0.0', contact: '', tags: tags.join(', '), notes: '' },
    exposedFields: form,
    nodes,
    edges,
    form: describeForm(heading, form),
  }
}

function describeData(node: NodeJson, { type, version, inputs }: NodeDeclaration, labels: Readonly<Record<string, string>>) {
  const shown = Object.entries(inputs).filter(([, field]) => field.kind === 'input')
  const entries = shown.map(([name, field]) => {
    const value: JsonValue | undefined = ownValue(node, name) ?? (field.input === 'connection' ? undefined : field.default)
    return [name, { name, label: '', description: '', ...(value !== undefined && { value }) }]
  })
  return {
    ...{ id: node.id, type, version, label: labels[node.id] ?? '', notes: '', isOpen: true },
    isIntermediate: node.is_intermediate,
    useCache: node.use_cache,
    nodePack: 'invokeai',
    inputs: Object.fromEntries(entries) as JsonObject,
  }
}

/** How many nodes stand before each at most. */
function measureDepths({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const depths = new Map(Object.keys(nodes).map((id) => [id, 0]))
  // as often as there are nodes, the longest way there is
  for (let changed = true, round = 0; changed && round <= depths.size; round++) {
    changed = false
    for (const { source, destination } of edges) {
      const depth = (depths.get(source.node_id) ?? 0) + 1
      if (depth <= (depths.get(destination.node_id) ?? 0)) continue
      depths.set(destination.node_id, depth)
      changed = true
    }
  }
  return depths
}

function describeForm(heading: string, fields: readonly FormField[]): JsonObject {
  const root = 'container-root'
  const title = { id: 'heading', type: 'heading', parentId: root, data: { content: heading } }
  const shown = fields.map(({ nodeId, fieldName }, at) => ({
    id: `node-field-${at}`,
    type: 'node-field',
    parentId: root,
    data: { fieldIdentifier: { nodeId, fieldName }, showDescription: false },
  }))
  const elements = [title, ...shown]
  const container = { id: root, type: 'container', data: { layout: 'column', children: elements.map(({ id }) => id) } }
  return { rootElementId: root, elements: Object.fromEntries([container, ...elements].map((element) => [element.id, element])) }
}
