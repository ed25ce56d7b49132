import { imageField, integerField, optional, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { withAlpha } from '../pixels/modes.ts'
import { pastePicture } from '../pixels/paste.ts'
import { expectSameSize } from '../pixels/same-size.ts'
import { prepareCanvasMask } from './prepare-mask.ts'

/** A painted part put into a picture, or cut out. */
export const canvasV2MaskAndCrop = defineNode({
  type: 'canvas_v2_mask_and_crop',
  schemaName: 'CanvasV2MaskAndCropInvocation',
  version: '1.0.0',
  title: 'Canvas V2 Mask and Crop',
  category: 'canvas',
  classification: 'deprecated',
  tags: ['image', 'mask', 'id'],
  description: 'Lays the generated image over the source where the mask is black; without a source, cuts it out along the mask.',
  inputs: {
    ...savedImageInputs,
    source_image: optional(imageField({ description: 'The image below, if any' })),
    generated_image: imageField({ description: 'The image above' }),
    mask: imageField({ description: 'Where the image above is laid: black, of its size' }),
    mask_blur: integerField({ default: 0, min: 0, description: 'How far to soften the edge of the mask, in pixels' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const generated = await images.load(inputs.generated_image)
    const mask = prepareCanvasMask(await images.load(inputs.mask), inputs.mask_blur)
    expectSameSize({ 'generated image': generated, mask })
    if (inputs.source_image === null) return images.save(withAlpha(generated, mask))
    return images.save(pastePicture(await images.load(inputs.source_image), generated, mask))
  },
})
