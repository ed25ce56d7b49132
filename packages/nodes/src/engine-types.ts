import type { AutoencoderKl, AutoencoderPipeline, Model, Pipeline, Tensor } from '@bottega/engine'
import { defineNodeFor, type NodeContext, type NodeDefinition } from '@bottega/graph'

/** A picture of 8 bits a channel, row by row from the top left, channels of a pixel together: grey, RGB or RGBA. */
export interface Picture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3 | 4
}

/** An encoded prompt. */
export interface EncodedPrompt {
  /** f32 [1, tokens, width]. */
  readonly embedding: Tensor
  /** What the same encoder makes of an empty prompt; shorter prompts are filled up with it. */
  readonly empty: Tensor
}

/** A whole model at work. */
export interface LoadedCheckpoint {
  readonly kind: 'checkpoint'
  readonly model: Model
  readonly pipeline: Pipeline
}

/** An autoencoder at work that is a model by itself. */
export interface LoadedAutoencoder {
  readonly kind: 'autoencoder'
  readonly autoencoder: AutoencoderKl
  readonly pipeline: AutoencoderPipeline
}

/** What flows through the ports of the catalogue's nodes. */
export interface EngineTypes {
  readonly picture: Picture
  /** Latents and noise [1, C, H/8, W/8] in the denoiser's units, masks [1, H, W] of 0 and 1, and whatever else nodes pass on. */
  readonly tensor: Tensor
  readonly conditioning: EncodedPrompt
  readonly model: LoadedCheckpoint | LoadedAutoencoder
}

/** What a node of the catalogue may use while it runs. */
export type EngineContext = NodeContext<EngineTypes>

/** A node of the catalogue. */
export type EngineNode = NodeDefinition<EngineContext>

/** Declares a node of the catalogue. */
export const defineNode = defineNodeFor<EngineContext>()
