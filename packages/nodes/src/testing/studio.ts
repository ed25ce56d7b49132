import { fileURLToPath } from 'node:url'
import { createPipeline, createRuntime, EngineError, openModel, type Tensor } from '@bottega/engine'
import {
  type Catalogue,
  type Graph,
  type ImageField,
  invokeNode,
  type JsonValue,
  type ModelIdentifierField,
  type NodeJson,
  type NodeProgress,
  type OutputJson,
  Plan,
} from '@bottega/graph'
import type { EncodedPrompt, EngineContext, EngineNode, EngineTypes, LoadedCheckpoint, Picture } from '../engine-types.ts'

/** The folder of the model that the tests paint with. */
export const STARTER_PATH = fileURLToPath(new URL('../../../../models/starter', import.meta.url))

/** The record of the starter model. */
export const STARTER: ModelIdentifierField = {
  key: 'starter',
  hash: 'blake3:starter',
  name: 'Starter',
  base: 'sd-1',
  type: 'main',
}

/** The starter model at work. Whoever opens it closes its pipeline. */
export async function openStarter(): Promise<LoadedCheckpoint> {
  const model = await openModel(STARTER_PATH)
  return { kind: 'checkpoint', model, pipeline: createPipeline(model.parts, createRuntime()) }
}

/** A picture as a node saved it, with what the node that saved it said of it. */
export interface SavedPicture {
  readonly picture: Picture
  readonly category: string
  readonly node: NodeJson
}

class Store<Value> {
  readonly #values = new Map<string, Value>()
  readonly #kind: string

  constructor(kind: string) {
    this.#kind = kind
  }

  get(name: string): Value {
    const value = this.#values.get(name)
    if (value === undefined) throw new RangeError(`no ${this.#kind} ${name}`)
    return value
  }

  put(value: Value, name = `${this.#kind}-${this.#values.size}`): string {
    this.#values.set(name, value)
    return name
  }
}

/** Runs nodes on stores in memory. */
export class Studio {
  readonly images = new Store<SavedPicture>('image')
  readonly tensors = new Store<Tensor>('tensor')
  readonly prompts = new Store<EncodedPrompt>('prompt')
  readonly models = new Map<string, { readonly record: ModelIdentifierField; readonly loaded?: EngineTypes['model'] }>()
  readonly progress: NodeProgress<Picture>[] = []
  signal: AbortSignal = new AbortController().signal
  /** Called with all progress, for tests that act in the middle. */
  onProgress: (progress: NodeProgress<Picture>) => void = () => {}

  /** What becomes of a workflow that is called. */
  callWorkflow: EngineContext['workflows']['call'] = () => Promise.reject(new RangeError('there are no workflows'))

  /** Puts a picture into the store, as an upload. */
  addPicture(picture: Picture): ImageField {
    const node = { id: '', type: '', is_intermediate: false, use_cache: true }
    return { image_name: this.images.put({ picture, category: 'general', node }) }
  }

  /** The picture that an output names under `image`. */
  pictureOf(output: OutputJson): Picture {
    return this.images.get((output.image as unknown as ImageField).image_name).picture
  }

  addTensor(tensor: Tensor): string {
    return this.tensors.put(tensor)
  }

  addModel(record: ModelIdentifierField, loaded?: EngineTypes['model']): void {
    this.models.set(record.key, { record, ...(loaded && { loaded }) })
  }

  /** Runs one node on the values given, defaults for the others. Its check, which is for graphs, is left out. */
  async run(definition: EngineNode, inputs: Readonly<Record<string, unknown>> = {}): Promise<OutputJson> {
    // what tests write down is JSON
    const fields = inputs as Readonly<Record<string, JsonValue>>
    const node: NodeJson = { id: 'node', type: definition.type, is_intermediate: false, use_cache: true, ...fields }
    return this.#invoke(definition, node)
  }

  /** Runs a graph to its end; the outputs by the ids of the submitted nodes, of copies the last. */
  async runGraph(graph: Graph, catalogue: Catalogue<EngineNode>): Promise<Map<string, OutputJson>> {
    let ids = 0
    const plan = new Plan({ id: 'session', graph, catalogue, newId: () => `copy-${ids++}` })
    const outputs = new Map<string, OutputJson>()
    for (let prepared = plan.next(); prepared !== undefined; prepared = plan.next()) {
      const definition = catalogue.get(prepared.node.type)
      if (definition === undefined) throw new RangeError(`no node ${prepared.node.type}`)
      const output = await this.#invoke(definition, prepared.node)
      plan.complete(prepared.id, output)
      outputs.set(prepared.sourceId, output)
    }
    return outputs
  }

  #invoke(definition: EngineNode, node: NodeJson): Promise<OutputJson> {
    return invokeNode(definition, { id: node.id, sourceId: node.id, node }, this.#createContext(node))
  }

  #createContext(node: NodeJson): EngineContext {
    const findModel = ({ key }: ModelIdentifierField) => {
      const model = this.models.get(key)
      if (model === undefined) throw new EngineError('model_unrecognized', `Unknown model ${key}`)
      return model
    }
    return {
      signal: this.signal,
      images: {
        load: async ({ image_name }) => this.images.get(image_name).picture,
        loadMetadata: async ({ image_name }) => this.images.get(image_name).node as never,
        save: async (picture, { category = 'general' } = {}) => {
          const name = this.images.put({ picture, category, node })
          return { image: { image_name: name }, width: picture.width, height: picture.height }
        },
      },
      tensors: { load: async (name) => this.tensors.get(name), save: async (tensor) => this.tensors.put(tensor) },
      conditioning: { load: async (name) => this.prompts.get(name), save: async (prompt) => this.prompts.put(prompt) },
      models: {
        find: async (model) => findModel(model).record,
        load: async (model) => findModel(model).loaded ?? Promise.reject(new RangeError(`${model.key} is not loaded`)),
      },
      stylePresets: { load: () => Promise.reject(new RangeError('there are no style presets')) },
      workflows: { call: (workflowId, inputs) => this.callWorkflow(workflowId, inputs) },
      random: () => 0.5,
      reportProgress: (progress) => {
        this.progress.push(progress)
        this.onProgress(progress)
      },
    }
  }
}
