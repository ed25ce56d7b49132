import { sliceFirstAxis, tensorToRgb } from '@bottega/engine'
import { booleanField, integerField, latentsField, savedImageInputs, vaeField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { decodeLatents } from './autoencoding.ts'
import { LATENT_SCALE } from './latent-size.ts'

/** The picture of latents. */
export const l2i = defineNode({
  type: 'l2i',
  schemaName: 'LatentsToImageInvocation',
  version: '1.3.2',
  title: 'Latents to Image - SD1.5, SDXL',
  category: 'latents',
  tags: ['latents', 'image', 'vae', 'l2i'],
  description: 'Decodes latents into an image.',
  inputs: {
    ...savedImageInputs,
    latents: latentsField({ input: 'connection', description: 'The latents' }),
    vae: vaeField({ input: 'connection', description: 'The autoencoder' }),
    tiled: booleanField({ default: false, description: 'Whether to work tile by tile, which takes less memory' }),
    tile_size: integerField({ default: 0, multipleOf: LATENT_SCALE, description: 'Side of a tile in pixels; 0 the usual' }),
    fp32: booleanField({ default: false, description: 'Has no effect: all is computed in 32 bits' }),
  },
  output: imageOutput,
  async run(context) {
    const { latents, vae, tiled, tile_size } = context.inputs
    const first = sliceFirstAxis(await context.tensors.load(latents.latents_name), 0, 1)
    const picture = tensorToRgb(await decodeLatents(context, vae, first, { tiled, tileSize: tile_size }))
    return context.images.save({ ...picture, channels: 3 })
  },
})
