import { booleanField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { alphaOf, invert } from '../pixels/modes.ts'

/** The opacity of an image as a mask. */
export const tomask = defineNode({
  type: 'tomask',
  schemaName: 'MaskFromAlphaInvocation',
  version: '1.2.2',
  title: 'Mask from Alpha',
  category: 'mask',
  tags: ['image', 'mask'],
  description: 'Makes a mask of the opacity of an image: white where it is opaque, black where it is transparent.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    invert: booleanField({ default: false, description: 'Whether to make black of white' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const mask = alphaOf(await images.load(inputs.image))
    return images.save(inputs.invert ? invert(mask) : mask, { category: 'mask' })
  },
})
