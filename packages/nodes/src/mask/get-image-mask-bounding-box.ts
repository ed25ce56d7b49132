import { colorField, imageField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { findBounds } from '../image/bounds.ts'
import { toRgba } from '../pixels/modes.ts'
import { boundingBoxOutput } from '../primitives/outputs.ts'

/** The rectangle around a mask. */
export const getImageMaskBoundingBox = defineNode({
  type: 'get_image_mask_bounding_box',
  schemaName: 'GetMaskBoundingBoxInvocation',
  version: '1.0.0',
  title: 'Get Image Mask Bounding Box',
  category: 'mask',
  tags: ['mask'],
  description:
    'The least rectangle around all pixels of exactly one colour, with a margin as far as the image goes. It is empty when there is no such pixel.',
  inputs: {
    mask: imageField({ description: 'The mask' }),
    margin: integerField({ default: 0, description: 'Pixels to add on each side' }),
    mask_color: colorField({ default: { r: 255, g: 255, b: 255, a: 255 }, description: 'The colour of the mask' }),
  },
  output: boundingBoxOutput,
  async run({ inputs: { mask, margin, mask_color }, images }) {
    const { data, width, height } = toRgba(await images.load(mask))
    const { r, g, b, a } = mask_color
    const isOfMask = (pixel: number) => {
      const at = pixel * 4
      return data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === a
    }
    const bounds = findBounds(width, height, isOfMask)
    if (bounds === undefined) return { bounding_box: { x_min: 0, y_min: 0, x_max: 0, y_max: 0 } }
    const within = (value: number, limit: number) => Math.min(limit, Math.max(0, value))
    const [x_min, y_min] = [within(bounds.x - margin, width), within(bounds.y - margin, height)]
    const [right, bottom] = [bounds.x + bounds.width + margin, bounds.y + bounds.height + margin]
    return {
      bounding_box: {
        x_min,
        y_min,
        x_max: Math.max(x_min, within(right, width)),
        y_max: Math.max(y_min, within(bottom, height)),
      },
    }
  },
})
