import type { Tensor } from '@bottega/engine'
import {
  createCatalogue,
  type ImageField,
  invokeNode,
  type JsonObject,
  type ModelIdentifierField,
  type OutputJson,
  parseGraph,
  validateGraph,
} from '@bottega/graph'
import type { EngineContext, EngineNode, Picture } from '../../engine-types.ts'

/** What is there before a node runs. */
export interface Props {
  readonly pictures?: Readonly<Record<string, Picture>>
  readonly metadata?: Readonly<Record<string, JsonObject>>
  readonly tensors?: Readonly<Record<string, Tensor>>
  readonly models?: readonly ModelIdentifierField[]
  readonly stylePresets?: Readonly<Record<string, { readonly positivePrompt: string; readonly negativePrompt: string }>>
  /** Chance, in turn; the last number goes on. */
  readonly chance?: readonly number[]
}

/** A place where single nodes run, with everything in memory. */
export interface Stage {
  /** Takes a graph of one node in, as an enqueue does. */
  enqueue(type: string, inputs: JsonObject): void
  /** Runs one node on values as they come along edges. */
  run(type: string, inputs: JsonObject): Promise<OutputJson>
  /** The picture of an output's `image`. */
  picture(output: OutputJson): Picture
  /** The category that an output's `image` was saved with. */
  category(output: OutputJson): string
  /** The tensor of an output's `mask`. */
  mask(output: OutputJson): Tensor
}

function find<T>(record: Readonly<Record<string, T>> | ReadonlyMap<string, T>, name: string): T {
  const value = record instanceof Map ? record.get(name) : (record as Readonly<Record<string, T>>)[name]
  if (value === undefined) throw new Error(`there is no ${name}`)
  return value
}

/** Sets a stage for some nodes. */
export function createStage(nodes: readonly EngineNode[], props: Props = {}): Stage {
  const catalogue = createCatalogue(nodes)
  const pictures = new Map(Object.entries(props.pictures ?? {}))
  const categories = new Map<string, string>()
  const tensors = new Map(Object.entries(props.tensors ?? {}))
  const chance = [...(props.chance ?? [0.5])]
  const context: EngineContext = {
    signal: new AbortController().signal,
    workflows: { call: () => Promise.reject(new Error('there are no workflows')) },
    images: {
      load: async ({ image_name }) => find(pictures, image_name),
      loadMetadata: async ({ image_name }) => props.metadata?.[image_name] ?? null,
      async save(picture, { category = 'general' } = {}) {
        const image_name = `saved-${pictures.size}`
        pictures.set(image_name, picture)
        categories.set(image_name, category)
        return { image: { image_name }, width: picture.width, height: picture.height }
      },
    },
    tensors: {
      load: async (name) => find(tensors, name),
      async save(tensor) {
        const name = `tensor-${tensors.size}`
        tensors.set(name, tensor)
        return name
      },
    },
    conditioning: {
      load: () => Promise.reject(new Error('no conditioning')),
      save: () => Promise.reject(new Error('no conditioning')),
    },
    models: {
      async find({ key }) {
        const model = props.models?.find((candidate) => candidate.key === key)
        if (model === undefined) throw new Error(`there is no model ${key}`)
        return model
      },
      load: () => Promise.reject(new Error('no models are loaded here')),
    },
    stylePresets: { load: async ({ style_preset_id }) => find(props.stylePresets ?? {}, style_preset_id) },
    random: () => (chance.length > 1 ? chance.shift() : chance[0]) ?? 0,
    reportProgress: () => {},
  }
  const nameOf = (output: OutputJson) => (output.image as unknown as ImageField).image_name
  return {
    enqueue(type, inputs) {
      const graph = { nodes: { node: { ...inputs, id: 'node', type } }, edges: [] }
      validateGraph(parseGraph(graph, { catalogue, newId: () => 'graph' }), catalogue)
    },
    run(type, inputs) {
      const node = { ...inputs, id: 'node', type, is_intermediate: false, use_cache: true }
      return invokeNode(find(catalogue, type), { id: 'node', sourceId: 'node', node }, context)
    },
    picture: (output) => find(pictures, nameOf(output)),
    category: (output) => find(categories, nameOf(output)),
    mask: (output) => find(tensors, (output.mask as unknown as { tensor_name: string }).tensor_name),
  }
}
