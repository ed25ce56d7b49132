import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgba } from '../pixels/modes.ts'
import { cropPicture } from '../pixels/region.ts'
import { expectPictureSize, findSizeFault } from '../size-limit.ts'

/** A rectangle of an image. */
export const imgCrop = defineNode({
  type: 'img_crop',
  schemaName: 'ImageCropInvocation',
  version: '1.2.2',
  title: 'Crop Image',
  category: 'image',
  tags: ['image', 'crop'],
  description: 'A rectangle of an image. What of it lies outside of the image is transparent.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    x: integerField({ default: 0, description: 'Left edge of the rectangle' }),
    y: integerField({ default: 0, description: 'Top edge of the rectangle' }),
    width: integerField({ exclusiveMin: 0, default: 512, description: 'Width of the rectangle' }),
    height: integerField({ exclusiveMin: 0, default: 512, description: 'Height of the rectangle' }),
  },
  output: imageOutput,
  check: ({ width, height }) => findSizeFault(width, height),
  async run({ inputs: { image, x, y, width, height }, images }) {
    expectPictureSize({ width, height })
    return images.save(cropPicture(toRgba(await images.load(image)), { x, y, width, height }))
  },
})
