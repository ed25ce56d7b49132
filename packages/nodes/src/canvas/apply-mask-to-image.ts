import { booleanField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { invert, toGrey, withAlpha } from '../pixels/modes.ts'
import { expectSameSize } from '../pixels/same-size.ts'

/** An image cut out along a mask. */
export const applyMaskToImage = defineNode({
  type: 'apply_mask_to_image',
  schemaName: 'ApplyMaskToImageInvocation',
  version: '1.0.0',
  title: 'Apply Mask to Image',
  category: 'mask',
  tags: ['image', 'mask', 'blend'],
  description: 'Gives an image the opacity that a mask of its size says, in place of its own: white is opaque.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    mask: imageField({ description: 'The mask: white is opaque, black transparent' }),
    invert_mask: booleanField({ default: false, description: 'Whether black is opaque instead' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const image = await images.load(inputs.image)
    const mask = toGrey(await images.load(inputs.mask))
    expectSameSize({ image, mask })
    return images.save(withAlpha(image, inputs.invert_mask ? invert(mask) : mask))
  },
})
