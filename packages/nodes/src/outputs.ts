import { defineOutput, imageField, integerField, tensorField } from '@bottega/graph'

/*
 * The outputs that nodes of several folders give. One that a single folder gives is declared there.
 */

const width = integerField({ description: 'Width in pixels' })
const height = integerField({ description: 'Height in pixels' })

/** What a node that saves an image gives; `images.save` returns it. */
export const imageOutput = defineOutput(
  'image_output',
  { image: imageField({ description: 'The image' }), width, height },
  { description: 'An image and its size.' },
)

/** What a node that makes a mask of a tensor gives. */
export const maskOutput = defineOutput(
  'mask_output',
  { mask: tensorField({ description: 'The mask, [1, height, width]: 1 is inside' }), width, height },
  { description: 'A mask and its size.' },
)
