import { booleanField, imageField, optional, vaeField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { pictureToMask } from '../latents/picture-to-tensor.ts'
import { toGrey } from '../pixels/modes.ts'
import { saveMaskedLatents } from './masked-latents.ts'
import { denoiseMaskOutput } from './outputs.ts'

/** A mask for the denoiser out of an image. */
export const createDenoiseMask = defineNode({
  type: 'create_denoise_mask',
  schemaName: 'CreateDenoiseMaskInvocation',
  version: '1.0.2',
  title: 'Create Denoise Mask',
  category: 'mask',
  tags: ['mask', 'denoise'],
  description:
    'Makes a mask for the denoiser: black is painted anew, white is kept, shades in between are mixed. ' +
    'With the image, models for inpainting get to see what is kept.',
  inputs: {
    vae: vaeField({ input: 'connection', uiOrder: 0, description: 'The autoencoder' }),
    image: optional(imageField({ uiOrder: 1, description: 'The image that the mask belongs to' })),
    mask: imageField({ uiOrder: 2, description: 'The mask: black is painted anew' }),
    tiled: booleanField({ default: false, uiOrder: 3, description: 'Whether to encode tile by tile, which takes less memory' }),
    fp32: booleanField({ default: false, uiOrder: 4, description: 'Has no effect: all is computed in 32 bits' }),
  },
  output: denoiseMaskOutput,
  async run(context) {
    const { inputs, images, tensors } = context
    const mask = pictureToMask(toGrey(await images.load(inputs.mask)))
    const image = inputs.image && (await images.load(inputs.image))
    const masked = image && (await saveMaskedLatents(context, inputs.vae, { image, mask, isTiled: inputs.tiled }))
    const mask_name = await tensors.save(mask)
    return { denoise_mask: { mask_name, gradient: false, ...(masked !== null && { masked_latents_name: masked }) } }
  },
})
