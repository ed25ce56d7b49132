import type { ImageField, ModelIdentifierField, StylePresetField } from './fields/index.ts'
import type { JsonObject } from './json.ts'

/*
 * What a running node may use. Nodes reach images, tensors and models through these ports alone; whoever runs them decides what lies
 * behind, and whether the owner of the session may see it. Every `load` throws when a thing is not there or not the owner's to use.
 */

/** What flows through the ports, named by whoever runs nodes: the engine's pictures, tensors, conditioning and models. */
export interface NodeTypes {
  readonly picture: unknown
  readonly tensor: unknown
  readonly conditioning: unknown
  readonly model: unknown
}

/** An image that a node has saved: the values of an `image_output`. */
export interface SavedImage {
  readonly image: ImageField
  readonly width: number
  readonly height: number
}

/** Images of the store. */
export interface NodeImages<Picture> {
  load(image: ImageField): Promise<Picture>
  /** What is kept with an image; null when there is nothing. */
  loadMetadata(image: ImageField): Promise<JsonObject | null>
  /** Saves a picture as the node says: on its board, with its metadata, intermediate or not. */
  save(picture: Picture, options?: { readonly category?: 'general' | 'mask' | 'control' | 'other' }): Promise<SavedImage>
}

/** Named values that last as long as the session's results: tensors, latents, noise, masks, conditioning. */
export interface NodeValues<Value> {
  load(name: string): Promise<Value>
  /** Stores a value and returns its new name. */
  save(value: Value): Promise<string>
}

/** Installed models. */
export interface NodeModels<Model> {
  /** The record as it is now, for one that a graph names. */
  find(model: ModelIdentifierField): Promise<ModelIdentifierField>
  /** The model ready to work. It stays the port's: a node does not close it. */
  load(model: ModelIdentifierField): Promise<Model>
}

/** Style presets. */
export interface NodeStylePresets {
  load(preset: StylePresetField): Promise<{ readonly positivePrompt: string; readonly negativePrompt: string }>
}

/** Saved workflows. */
export interface NodeWorkflows {
  /**
   * Runs a workflow and waits for what it gives back.
   *
   * @param inputs  by the names of the fields that its form shows, `CALLED_INPUT` in front
   */
  call(workflowId: string, inputs: JsonObject): Promise<JsonObject>
}

/** How far a node is. */
export interface NodeProgress<Picture> {
  readonly message: string
  /** 0..1, or null when nobody knows. */
  readonly percentage: number | null
  readonly preview?: Picture
}

/** What a running node may use. A plain object: nodes take it apart. */
export interface NodeContext<T extends NodeTypes = NodeTypes> {
  /** Aborted when the session is canceled; a node looks at least once a step. */
  readonly signal: AbortSignal
  readonly images: NodeImages<T['picture']>
  readonly tensors: NodeValues<T['tensor']>
  readonly conditioning: NodeValues<T['conditioning']>
  readonly models: NodeModels<T['model']>
  readonly stylePresets: NodeStylePresets
  readonly workflows: NodeWorkflows
  /** Random numbers, 0 to below 1, for nodes whose work is chance. Pictures draw from their seed instead. */
  readonly random: () => number
  readonly reportProgress: (progress: NodeProgress<T['picture']>) => void
}
