import { imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toGrey, toRgb } from '../pixels/modes.ts'
import { expectSameSize } from '../pixels/same-size.ts'
import { refuse } from '../refuse.ts'
import { fillByMarching } from './fast-marching.ts'

/** An image filled where a mask says so. */
export const cvInpaint = defineNode({
  type: 'cv_inpaint',
  schemaName: 'CvInpaintInvocation',
  version: '1.3.1',
  title: 'OpenCV Inpaint',
  category: 'inpaint',
  tags: ['opencv', 'inpaint'],
  description: "Fills an image where the mask is not white, from the edges inwards, by Telea's method.",
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    mask: imageField({ description: 'The mask, of its size: white is kept' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const image = toRgb(await images.load(inputs.image))
    const mask = toGrey(await images.load(inputs.mask))
    expectSameSize({ image, mask })
    const isHole = mask.data.map((value) => Number(value < 255))
    if (!isHole.includes(0)) refuse('The mask has no white pixel, so nothing is left to fill with.')
    return images.save(fillByMarching(image, isHole))
  },
})
