import { type Tensor, throwIfCanceled } from '@bottega/engine'
import type { VaeField } from '@bottega/graph'
import type { EngineContext } from '../engine-types.ts'
import { type AutoencoderAtWork, loadAutoencoder } from '../model/parts.ts'
import { refuse } from '../refuse.ts'
import { LATENT_SCALE, latentAxes } from './latent-size.ts'
import { mapTiles, parseTileSize } from './tiling.ts'

type Context = Pick<EngineContext, 'models' | 'signal' | 'reportProgress'>

/** Whether to work tile by tile, and the side of a tile in pixels; 0 takes the usual one. */
export interface TilingOptions {
  readonly tiled: boolean
  readonly tileSize: number
}

/** The autoencoder of a field, when latents of pictures are at 1/8 of their size as the latent nodes have it. */
async function load(context: Context, vae: VaeField): Promise<AutoencoderAtWork> {
  const loaded = await loadAutoencoder(context, vae)
  if (loaded.latentDownscale !== LATENT_SCALE) refuse(`${vae.vae.name} is an autoencoder of another kind: choose another.`)
  return loaded
}

/**
 * The mean latents of a picture.
 *
 * @param image  f32 [1, 3, H, W], −1..1
 */
export async function encodeImage(
  context: Context,
  vae: VaeField,
  image: Tensor,
  { tiled, tileSize }: TilingOptions,
): Promise<Tensor> {
  const side = parseTileSize(tileSize)
  const { pipeline } = await load(context, vae)
  const encode = (tile: Tensor, share: number | null): Promise<Tensor> => {
    throwIfCanceled(context.signal)
    context.reportProgress({ message: 'Encoding the image', percentage: share })
    return pipeline.encodeImage(tile)
  }
  return tiled ? mapTiles(image, { side, inputUnit: LATENT_SCALE, outputUnit: 1 }, encode) : encode(image, null)
}

/** The picture of latents, f32 [1, 3, H, W], about −1..1. */
export async function decodeLatents(
  context: Context,
  vae: VaeField,
  latents: Tensor,
  { tiled, tileSize }: TilingOptions,
): Promise<Tensor> {
  const side = parseTileSize(tileSize)
  const { pipeline, latentChannels } = await load(context, vae)
  const [, channels] = latentAxes(latents)
  if (channels !== latentChannels) {
    refuse(`The latents have ${channels} channels, the autoencoder ${vae.vae.name} takes ${latentChannels}: choose another.`)
  }
  const decode = (tile: Tensor, share: number | null): Promise<Tensor> => {
    throwIfCanceled(context.signal)
    context.reportProgress({ message: 'Decoding the latents', percentage: share })
    return pipeline.decode(tile)
  }
  return tiled ? mapTiles(latents, { side, inputUnit: 1, outputUnit: LATENT_SCALE }, decode) : decode(latents, null)
}
