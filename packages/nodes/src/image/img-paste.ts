import { booleanField, imageField, integerField, optional, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { compositeOver } from '../pixels/composite.ts'
import { invert, toGrey, toRgba } from '../pixels/modes.ts'
import { cropPicture, type Region } from '../pixels/region.ts'
import { expectSameSize } from '../pixels/same-size.ts'
import { expectPictureSize } from '../size-limit.ts'

/** An image on another. */
export const imgPaste = defineNode({
  type: 'img_paste',
  schemaName: 'ImagePasteInvocation',
  version: '1.2.2',
  title: 'Paste Image',
  category: 'image',
  tags: ['image', 'paste'],
  description:
    'Lays an image over another, at a place. The result grows to hold both, unless it is cropped to the base. A mask of the size of the image hides it where it is white.',
  inputs: {
    ...savedImageInputs,
    base_image: imageField({ description: 'The image below' }),
    image: imageField({ description: 'The image to lay over it' }),
    mask: optional(imageField({ description: 'Where it does not show: white' })),
    x: integerField({ default: 0, description: 'Its left edge in the base' }),
    y: integerField({ default: 0, description: 'Its top edge in the base' }),
    crop: booleanField({ default: false, description: 'Whether the result has the size of the base' }),
  },
  output: imageOutput,
  async run({ inputs: { base_image, image, mask, x, y, crop }, images }) {
    const base = toRgba(await images.load(base_image))
    const top = toRgba(await images.load(image))
    const shown = mask && invert(toGrey(await images.load(mask)))
    if (shown) expectSameSize({ image: top, mask: shown })
    const { width, height } = base
    const whole = crop ? { x: 0, y: 0, width, height } : unite({ x: 0, y: 0, width, height }, { ...top, x, y })
    expectPictureSize(whole)
    const place = (picture: Picture, left: number, up: number) =>
      cropPicture(picture, { ...whole, x: whole.x - left, y: whole.y - up })
    const weights = shown && place(shown, x, y).data
    const weigh = weights ? (pixel: number) => (weights[pixel] as number) / 255 : undefined
    return images.save(compositeOver(place(base, 0, 0), place(top, x, y), weigh))
  },
})

/** The least rectangle around two. */
function unite(one: Region, other: Region): Region {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)]
  const right = Math.max(one.x + one.width, other.x + other.width)
  const bottom = Math.max(one.y + one.height, other.y + other.height)
  return { x, y, width: right - x, height: bottom - y }
}
