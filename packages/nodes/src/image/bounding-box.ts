import { type BoundingBoxField, boundingBoxField, imageField, optional, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { compositeOver } from '../pixels/composite.ts'
import { toRgba } from '../pixels/modes.ts'
import { copyPicture, cropPicture, type Region } from '../pixels/region.ts'
import { refuse } from '../refuse.ts'
import { expectPictureSize } from '../size-limit.ts'
import { findBounds } from './bounds.ts'

const toRegion = ({ x_min, y_min, x_max, y_max }: BoundingBoxField): Region => ({
  x: x_min,
  y: y_min,
  width: x_max - x_min,
  height: y_max - y_min,
})

/** The part of an image in a rectangle. */
export const cropImageToBoundingBox = defineNode({
  type: 'crop_image_to_bounding_box',
  version: '1.0.0',
  title: 'Crop Image to Bounding Box',
  category: 'image',
  tags: ['image', 'crop'],
  description:
    'The part of an image in a rectangle; what of it lies outside of the image is black, or transparent. Without a rectangle, the part of the image that is not wholly transparent.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    bounding_box: optional(boundingBoxField({ description: 'The rectangle' })),
  },
  output: imageOutput,
  async run({ inputs: { image, bounding_box }, images }) {
    const picture = await images.load(image)
    const region = bounding_box === null ? findVisible(picture) : toRegion(bounding_box)
    expectPictureSize(region)
    return images.save(cropPicture(picture, region))
  },
})

/** The least rectangle around all that is not wholly transparent; the whole picture when everything is. */
function findVisible({ data, width, height, channels }: Picture): Region {
  const isVisible = (pixel: number) => channels !== 4 || data[pixel * 4 + 3] !== 0
  return findBounds(width, height, isVisible) ?? { x: 0, y: 0, width, height }
}

/** An image with another in a rectangle of it. */
export const pasteImageIntoBoundingBox = defineNode({
  type: 'paste_image_into_bounding_box',
  version: '1.0.0',
  title: 'Paste Image into Bounding Box',
  category: 'image',
  tags: ['image', 'crop'],
  description:
    'Lays an image over a rectangle of another; it must be as large as the rectangle. What of the rectangle lies outside of the other image is left out.',
  inputs: {
    ...savedImageInputs,
    source_image: imageField({ description: 'The image to lay over the other' }),
    target_image: imageField({ description: 'The other image' }),
    bounding_box: boundingBoxField({ description: 'The rectangle in it' }),
  },
  output: imageOutput,
  async run({ inputs: { source_image, target_image, bounding_box }, images }) {
    const source = toRgba(await images.load(source_image))
    const target = toRgba(await images.load(target_image))
    const region = toRegion(bounding_box)
    if (source.width !== region.width || source.height !== region.height) {
      const sizes = `the image is ${source.width} x ${source.height} pixels, the rectangle ${region.width} x ${region.height}`
      refuse(`The sizes do not go together: ${sizes}. Resize the image.`)
    }
    const result = { ...target, data: target.data.slice() }
    copyPicture(compositeOver(cropPicture(target, region), source), result, region)
    return images.save(result)
  },
})
