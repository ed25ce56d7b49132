import { booleanField, enumField, imageField, integerField, vaeField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { encodeImage } from './autoencoding.ts'
import { LATENT_SCALE } from './latent-size.ts'
import { latentsOutput, saveLatents } from './outputs.ts'
import { pictureToTensor } from './picture-to-tensor.ts'

/** Latents of a picture. */
export const i2l = defineNode({
  type: 'i2l',
  schemaName: 'ImageToLatentsInvocation',
  version: '1.2.0',
  title: 'Image to Latents - SD1.5, SDXL',
  category: 'latents',
  tags: ['latents', 'image', 'vae', 'i2l'],
  description:
    'Encodes an image, stretched to sides of multiples of 8, into latents. The same image always gives the same latents.',
  inputs: {
    image: imageField({ description: 'The image' }),
    vae: vaeField({ input: 'connection', description: 'The autoencoder' }),
    tiled: booleanField({ default: false, description: 'Whether to work tile by tile, which takes less memory' }),
    tile_size: integerField({ default: 0, multipleOf: LATENT_SCALE, description: 'Side of a tile in pixels; 0 the usual' }),
    fp32: booleanField({ default: false, description: 'Has no effect: all is computed in 32 bits' }),
    color_compensation: enumField(['None', 'SDXL'], {
      default: 'None',
      description: 'Makes up for the shift of colours of SDXL autoencoders; has no effect on others',
    }),
  },
  output: latentsOutput,
  async run(context) {
    const { image, vae, tiled, tile_size } = context.inputs
    const pixels = pictureToTensor(await context.images.load(image))
    return saveLatents(context, await encodeImage(context, vae, pixels, { tiled, tileSize: tile_size }))
  },
})
