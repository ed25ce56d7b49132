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
  refuseLoras(unet.loras)
  const loaded = await loadCheckpoint(context, unet.unet)
  const axes = readAxes(unet.seamless_axes)
  return axes.length === 0 ? loaded : { ...loaded, pipeline: loaded.pipeline.seamless(axes) }
}

/** The model whose text encoder a field names. */
export async function loadTextEncoder(context: Models, clip: ClipField): Promise<LoadedCheckpoint> {
  refuseLoras(clip.loras)
  return loadCheckpoint(context, clip.text_encoder)
}

/** The autoencoder that a field names, of a main model or by itself. */
export async function loadAutoencoder(context: Models, vae: VaeField): Promise<AutoencoderAtWork> {
  const axes = readAxes(vae.seamless_axes)
  const loaded = await context.models.load(vae.vae)
  const pipeline = axes.length === 0 ? loaded.pipeline : loaded.pipeline.seamless(axes)
  if (loaded.kind === 'autoencoder') {
    const { channels, latentChannels } = loaded.autoencoder.config
    // each level but the last halves
    return { pipeline, latentChannels, latentDownscale: 2 ** (channels.length - 1) }
  }
  const { model } = loaded
  const { latentChannels } = model.parts.autoencoder.config
  return { pipeline, latentDownscale: model.family.latentDownscale, latentChannels }
}

async function loadCheckpoint({ models }: Models, identifier: ModelIdentifierField): Promise<LoadedCheckpoint> {
  const loaded = await models.load(identifier)
  if (loaded.kind === 'checkpoint') return loaded
  return refuse(`${identifier.name} is an autoencoder and cannot paint: choose a main model.`)
}

const AXES = ['x', 'y'] as const

function readAxes(axes: readonly string[]): (typeof AXES)[number][] {
  const strange = axes.find((axis) => axis !== 'x' && axis !== 'y')
  if (strange !== undefined) refuse(`Pictures have no axis ${strange} along which they could tile: use x and y.`)
  return AXES.filter((axis) => axes.includes(axis))
}

function refuseLoras(loras: readonly unknown[]): void {
  if (loras.length > 0) refuse('LoRAs are not available here: take the nodes that apply them out of the graph.')
}
