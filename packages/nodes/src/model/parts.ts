import type { AutoencoderPipeline } from '@bottega/engine'
import type { ClipField, ModelIdentifierField, UnetField, VaeField } from '@bottega/graph'
import type { EngineContext, LoadedCheckpoint } from '../engine-types.ts'
import { refuse } from '../refuse.ts'

/*
 * From the fields that name parts of models to models at work. What a field asks for and nothing here can do is refused, never
 * left out.
 */

type Models = Pick<EngineContext, 'models'>

/** What turns pictures into latents and back. */
export interface AutoencoderAtWork {
  readonly pipeline: Pick<AutoencoderPipeline, 'encodeImage' | 'decode'>
  readonly latentChannels: number
  /** Pixels of a picture a latent, in each direction. */
  readonly latentDownscale: number
}

/** The model whose U-Net a field names. */
export async function loadDenoiser(context: Models, unet: UnetField): Promise<LoadedCheckpoint> {
  if (unet.freeu_config !== undefined) refuse('FreeU is not available here: take the node that applies it out of the graph.')
  refuseSeamless(unet.seamless_axes)
  refuseLoras(unet.loras)
  return loadCheckpoint(context, unet.unet)
}

/** The model whose text encoder a field names. */
export async function loadTextEncoder(context: Models, clip: ClipField): Promise<LoadedCheckpoint> {
  refuseLoras(clip.loras)
  return loadCheckpoint(context, clip.text_encoder)
}

/** The autoencoder that a field names, of a main model or by itself. */
export async function loadAutoencoder(context: Models, vae: VaeField): Promise<AutoencoderAtWork> {
  refuseSeamless(vae.seamless_axes)
  const loaded = await context.models.load(vae.vae)
  if (loaded.kind === 'autoencoder') {
    const { channels, latentChannels } = loaded.autoencoder.config
    // each level but the last halves
    return { pipeline: loaded.pipeline, latentChannels, latentDownscale: 2 ** (channels.length - 1) }
  }
  const { pipeline, model } = loaded
  const { latentChannels } = model.parts.autoencoder.config
  return { pipeline, latentDownscale: model.family.latentDownscale, latentChannels }
}

async function loadCheckpoint({ models }: Models, identifier: ModelIdentifierField): Promise<LoadedCheckpoint> {
  const loaded = await models.load(identifier)
  if (loaded.kind === 'checkpoint') return loaded
  return refuse(`${identifier.name} is an autoencoder and cannot paint: choose a main model.`)
}

function refuseSeamless(axes: readonly string[]): void {
  if (axes.length > 0) refuse('Seamless tiling is not available here: take the node that applies it out of the graph.')
}

function refuseLoras(loras: readonly unknown[]): void {
  if (loras.length > 0) refuse('LoRAs are not available here: take the nodes that apply them out of the graph.')
}
