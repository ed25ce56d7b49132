import { throwIfCanceled } from '@bottega/engine'
import { booleanField, enumField, floatField, imageField, integerField, optional, unetField, vaeField } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { takesMask } from '../latents/denoise/inpainting.ts'
import { LATENT_SCALE } from '../latents/latent-size.ts'
import { pictureToMask } from '../latents/picture-to-tensor.ts'
import { loadDenoiser } from '../model/parts.ts'
import { toGrey } from '../pixels/modes.ts'
import { resizePicture } from '../pixels/resize.ts'
import { refuse } from '../refuse.ts'
import { COHERENCE_MODES, spreadMask } from './gradient-mask.ts'
import { saveMaskedLatents } from './masked-latents.ts'
import { gradientMaskOutput } from './outputs.ts'

/** A mask for the denoiser whose edge is painted anew only towards the end. */
export const createGradientMask = defineNode({
  type: 'create_gradient_mask',
  schemaName: 'CreateGradientMaskInvocation',
  version: '1.3.0',
  title: 'Create Gradient Mask',
  category: 'mask',
  tags: ['mask', 'denoise'],
  description:
    'Makes a mask for the denoiser, black painted anew and white kept, whose black part spreads over its edge: the ' +
    'brighter a place, the later it begins to change. Works at 1/8 of the size of the mask.',
  inputs: {
    mask: imageField({ uiOrder: 1, description: 'The mask: black is painted anew' }),
    edge_radius: integerField({ default: 16, min: 0, uiOrder: 2, description: 'How far the black part spreads, in pixels' }),
    coherence_mode: enumField(COHERENCE_MODES, {
      default: 'Gaussian Blur',
      uiOrder: 3,
      description: 'How it spreads',
    }),
    minimum_denoise: floatField({
      default: 0,
      min: 0,
      max: 1,
      uiOrder: 4,
      description: 'The least share that is painted anew where it spreads',
    }),
    image: optional(
      imageField({
        title: '[OPTIONAL] Image',
        uiOrder: 6,
        description: 'For inpainting models: the image that the mask belongs to',
      }),
    ),
    unet: optional(
      unetField({
        input: 'connection',
        title: '[OPTIONAL] UNet',
        uiOrder: 5,
        description: 'For inpainting models: the U-Net',
      }),
    ),
    vae: optional(
      vaeField({
        input: 'connection',
        title: '[OPTIONAL] VAE',
        uiOrder: 7,
        description: 'For inpainting models: the autoencoder',
      }),
    ),
    tiled: booleanField({ default: false, uiOrder: 8, description: 'Whether to encode tile by tile, which takes less memory' }),
    fp32: booleanField({ default: false, uiOrder: 9, description: 'Has no effect: all is computed in 32 bits' }),
  },
  output: gradientMaskOutput,
  async run(context) {
    const { inputs, images, tensors } = context
    const small = shrink(toGrey(await images.load(inputs.mask)))
    throwIfCanceled(context.signal)
    const spread = spreadMask(small, {
      mode: inputs.coherence_mode,
      radius: Math.floor(inputs.edge_radius / LATENT_SCALE),
      minimumDenoise: inputs.minimum_denoise,
    })
    const area = enlarge({ ...spread, data: spread.data.map((value) => (value < 255 ? 0 : 255)) })
    const { image: expanded_mask_area } = await images.save(area, { category: 'mask' })
    const mask = pictureToMask(enlarge(spread))
    const masked = await saveForInpaintingModel()
    const mask_name = await tensors.save(mask)
    return {
      denoise_mask: { mask_name, gradient: true, ...(masked !== null && { masked_latents_name: masked }) },
      expanded_mask_area,
    }

    async function saveForInpaintingModel(): Promise<string | null> {
      const { unet, vae, image, tiled: isTiled } = inputs
      if (unet === null || vae === null || image === null || !takesMask(await loadDenoiser(context, unet))) return null
      return saveMaskedLatents(context, vae, { image: await images.load(image), mask, isTiled })
    }
  },
})

function shrink(grey: Picture): Picture {
  const size = { width: Math.floor(grey.width / LATENT_SCALE), height: Math.floor(grey.height / LATENT_SCALE) }
  if (size.width > 0 && size.height > 0) return resizePicture(grey, size, 'bilinear')
  return refuse(`The mask is ${grey.width} x ${grey.height} pixels; it has to be 8 x 8 or more.`)
}

function enlarge(small: Picture): Picture {
  return resizePicture(small, { width: small.width * LATENT_SCALE, height: small.height * LATENT_SCALE }, 'nearest')
}
