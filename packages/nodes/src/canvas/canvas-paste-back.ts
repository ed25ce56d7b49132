import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { pastePicture } from '../pixels/paste.ts'
import { expectSameSize } from '../pixels/same-size.ts'
import { prepareCanvasMask } from './prepare-mask.ts'

/** A painted part put back into the picture that it belongs to. */
export const canvasPasteBack = defineNode({
  type: 'canvas_paste_back',
  schemaName: 'CanvasPasteBackInvocation',
  version: '1.0.1',
  title: 'Canvas Paste Back',
  category: 'canvas',
  tags: ['image', 'combine'],
  description: 'Lays the target over the source where the mask is black. A blur grows the black part and softens its edge.',
  inputs: {
    ...savedImageInputs,
    source_image: imageField({ description: 'The image below' }),
    target_image: imageField({ description: 'The image above' }),
    mask: imageField({ description: 'Where the image above is laid: black, of its size' }),
    mask_blur: integerField({ default: 0, min: 0, description: 'How far to soften the edge of the mask, in pixels' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const source = await images.load(inputs.source_image)
    const target = await images.load(inputs.target_image)
    const mask = prepareCanvasMask(await images.load(inputs.mask), inputs.mask_blur)
    expectSameSize({ target, mask })
    return images.save(pastePicture(source, target, mask))
  },
})
