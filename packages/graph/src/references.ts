import type { Substitution } from './batch/batch.ts'
import { type Catalogue, findInput } from './catalogue.ts'
import { type Field, SAVED_WORKFLOW } from './fields/index.ts'
import type { Graph } from './graph.ts'
import { isJsonObject, type JsonValue, ownValue } from './json.ts'

/** The stored things that a graph names, by their names or ids. */
export interface References {
  readonly images: ReadonlySet<string>
  readonly boards: ReadonlySet<string>
  readonly stylePresets: ReadonlySet<string>
  /** Keys of model records. */
  readonly models: ReadonlySet<string>
  readonly workflows: ReadonlySet<string>
  /** Tensors, latents, masks and conditioning. */
  readonly values: ReadonlySet<string>
}

type Kind = keyof References

const KIND_BY_KEY: Readonly<Record<string, Kind>> = {
  image_name: 'images',
  board_id: 'boards',
  style_preset_id: 'stylePresets',
  tensor_name: 'values',
  latents_name: 'values',
  conditioning_name: 'values',
  mask_name: 'values',
  masked_latents_name: 'values',
}

// metadata tells of the past: what it names may be gone
const isMetadata = ({ type }: Field<unknown>) => {
  const item = type.kind === 'list' ? type.item : type
  return item.kind === 'object' && item.name.endsWith('MetadataField')
}

// a model says more than its key, an object of somebody else's with a key does not
const isModel = (value: Readonly<Record<string, JsonValue>>) => typeof value.base === 'string' && typeof value.type === 'string'

function visit(value: JsonValue, found: Record<Kind, Set<string>>): void {
  if (Array.isArray(value)) for (const item of value) visit(item, found)
  if (!isJsonObject(value)) return
  for (const [key, item] of Object.entries(value)) {
    const kind = key === 'key' && isModel(value) ? 'models' : ownValue(KIND_BY_KEY, key)
    if (kind !== undefined && typeof item === 'string') found[kind].add(item)
    else visit(item, found)
  }
}

/**
 * Everything stored that a graph names in the fields of its nodes, and that is put there in its place, for whoever decides whether its
 * owner may use it. What only metadata names does not count.
 *
 * @param substitutions  every value of every datum, when the graph is a batch's
 */
export function findReferences(graph: Graph, catalogue: Catalogue, substitutions: Iterable<Substitution> = []): References {
  const found = {
    images: new Set<string>(),
    boards: new Set<string>(),
    stylePresets: new Set<string>(),
    models: new Set<string>(),
    workflows: new Set<string>(),
    values: new Set<string>(),
  }
  const visitField = (nodeType: string | undefined, name: string, value: JsonValue) => {
    const declaration = catalogue.get(nodeType ?? '')
    const field = declaration && findInput(declaration, name)
    if (field === undefined || isMetadata(field)) return
    if (field.uiHints.ui_type !== SAVED_WORKFLOW) visit(value, found)
    else if (typeof value === 'string' && value !== '') found.workflows.add(value)
  }
  for (const node of Object.values(graph.nodes)) {
    for (const [name, value] of Object.entries(node)) visitField(node.type, name, value)
  }
  for (const { node_path, field_name, value } of substitutions) {
    visitField(ownValue(graph.nodes, node_path)?.type, field_name, value)
  }
  return found
}
