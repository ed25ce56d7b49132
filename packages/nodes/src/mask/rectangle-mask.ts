import { integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { maskOutput } from '../outputs.ts'
import { expectPictureSize, findSizeFault } from '../size-limit.ts'
import { saveMask } from './tensor-mask.ts'

/** A mask of a rectangle. */
export const rectangleMask = defineNode({
  type: 'rectangle_mask',
  version: '1.0.1',
  title: 'Create Rectangle Mask',
  category: 'mask',
  tags: ['conditioning'],
  description: 'A mask that is set inside of a rectangle. What of the rectangle lies outside of the mask is left out.',
  inputs: {
    metadata: savedImageInputs.metadata,
    width: integerField({ description: 'Width of the mask in pixels' }),
    height: integerField({ description: 'Height of the mask in pixels' }),
    x_left: integerField({ description: 'Left edge of the rectangle, inside' }),
    y_top: integerField({ description: 'Top edge of the rectangle, inside' }),
    rectangle_width: integerField({ description: 'Width of the rectangle in pixels' }),
    rectangle_height: integerField({ description: 'Height of the rectangle in pixels' }),
  },
  output: maskOutput,
  check: ({ width, height }) => findSizeFault(width, height),
  async run({ inputs: { width, height, x_left, y_top, rectangle_width, rectangle_height }, tensors }) {
    expectPictureSize({ width, height })
    const flags = new Uint8Array(width * height)
    const [left, right] = [Math.max(0, x_left), Math.min(width, x_left + rectangle_width)]
    for (let y = Math.max(0, y_top); y < Math.min(height, y_top + rectangle_height); y++) {
      if (right > left) flags.fill(1, y * width + left, y * width + right)
    }
    return saveMask({ tensors }, { flags, width, height })
  },
})
