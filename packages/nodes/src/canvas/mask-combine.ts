import { imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toGrey } from '../pixels/modes.ts'
import { multiplyPictures } from '../pixels/multiply.ts'

/** The product of two masks. */
export const maskCombine = defineNode({
  type: 'mask_combine',
  schemaName: 'MaskCombineInvocation',
  version: '1.2.2',
  title: 'Combine Masks',
  category: 'mask',
  tags: ['image', 'mask', 'multiply'],
  description: 'Multiplies two masks: white where both are white. Of masks of different sizes the part that both cover is left.',
  inputs: {
    ...savedImageInputs,
    mask1: imageField({ description: 'The first mask' }),
    mask2: imageField({ description: 'The second mask' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const product = multiplyPictures(toGrey(await images.load(inputs.mask1)), toGrey(await images.load(inputs.mask2)))
    return images.save(product, { category: 'mask' })
  },
})
