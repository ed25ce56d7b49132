import { imageField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgba } from '../pixels/modes.ts'
import { cropPicture } from '../pixels/region.ts'
import { expectPictureSize } from '../size-limit.ts'

const side = (name: string) => integerField({ default: 0, description: `Pixels to add at the ${name}, below 0 to take away` })

/** An image with more or less at its sides. */
export const imgPadCrop = defineNode({
  type: 'img_pad_crop',
  schemaName: 'CenterPadCropInvocation',
  version: '1.0.0',
  title: 'Center Pad or Crop Image',
  category: 'image',
  tags: ['image', 'pad', 'crop'],
  description: 'Adds pixels at the sides of an image, transparent ones, or takes some away where numbers are below 0.',
  inputs: {
    image: imageField({ description: 'The image' }),
    left: side('left'),
    right: side('right'),
    top: side('top'),
    bottom: side('bottom'),
  },
  output: imageOutput,
  async run({ inputs: { image, left, right, top, bottom }, images }) {
    const picture = toRgba(await images.load(image))
    const size = { width: picture.width + left + right, height: picture.height + top + bottom }
    expectPictureSize(size)
    return images.save(cropPicture(picture, { x: -left, y: -top, ...size }))
  },
})
