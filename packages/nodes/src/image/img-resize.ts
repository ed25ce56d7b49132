import { enumField, floatField, imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { RESAMPLINGS, resizePicture } from '../pixels/resize.ts'
import { expectPictureSize, findSizeFault } from '../size-limit.ts'

const resampleMode = enumField(RESAMPLINGS, { default: 'bicubic', description: 'How pixels in between are made' })

/** An image at another size. */
export const imgResize = defineNode({
  type: 'img_resize',
  schemaName: 'ImageResizeInvocation',
  version: '1.2.2',
  title: 'Resize Image',
  category: 'image',
  tags: ['image', 'resize'],
  description: 'An image at exactly the given size, stretched where proportions differ. Plain areas keep their exact colour.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    width: integerField({ exclusiveMin: 0, default: 512, description: 'The new width in pixels' }),
    height: integerField({ exclusiveMin: 0, default: 512, description: 'The new height in pixels' }),
    resample_mode: resampleMode,
  },
  output: imageOutput,
  check: ({ width, height }) => findSizeFault(width, height),
  async run({ inputs: { image, width, height, resample_mode }, images }) {
    expectPictureSize({ width, height })
    return images.save(resizePicture(await images.load(image), { width, height }, resample_mode))
  },
})

/** An image made larger or smaller by a factor. */
export const imgScale = defineNode({
  type: 'img_scale',
  schemaName: 'ImageScaleInvocation',
  version: '1.2.2',
  title: 'Scale Image',
  category: 'image',
  tags: ['image', 'scale'],
  description: 'An image made larger or smaller by a factor, in both directions. Parts of a pixel are cut off.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    scale_factor: floatField({ exclusiveMin: 0, default: 2, description: 'The factor' }),
    resample_mode: resampleMode,
  },
  output: imageOutput,
  async run({ inputs: { image, scale_factor, resample_mode }, images }) {
    const picture = await images.load(image)
    const size = { width: Math.floor(picture.width * scale_factor), height: Math.floor(picture.height * scale_factor) }
    expectPictureSize(size)
    return images.save(resizePicture(picture, size, resample_mode))
  },
})
