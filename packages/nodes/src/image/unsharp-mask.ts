import { floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { gaussianBlurPlane } from '../pixels/blur.ts'
import { alphaOf, toGrey, toRgb, withAlpha } from '../pixels/modes.ts'
import { type Color, colorAt, putColor } from './color/color.ts'
import { linearFromSrgb, srgbFromLinear } from './color/linear-srgb.ts'
import { linearFromOklab, oklabFromLinear } from './color/oklab.ts'

const inputs = {
  ...savedImageInputs,
  image: imageField({ description: 'The image' }),
  radius: floatField({
    exclusiveMin: 0,
    default: 2,
    description: 'Standard deviation of the blur that the image is compared with, in pixels',
  }),
  strength: floatField({ min: 0, default: 50, description: 'How much of the difference to add, in percent' }),
}

/** A sharper image. */
export const unsharpMask = defineNode({
  type: 'unsharp_mask',
  version: '1.2.2',
  title: 'Unsharp Mask',
  category: 'image',
  tags: ['image', 'unsharp_mask'],
  description: 'Makes an image sharper: adds to each channel what a blur would take from it. Plain areas and opacity stay.',
  inputs,
  output: imageOutput,
  async run({ inputs: { image, radius, strength }, images }) {
    const picture = await images.load(image)
    const sharpened = sharpen(picture, radius, (color, blurred) => blend(color, blurred, strength / 100))
    return images.save(sharpened)
  },
})

/** A sharper image with its colours kept. */
export const unsharpMaskOklab = defineNode({
  type: 'unsharp_mask_oklab',
  schemaName: 'OklabUnsharpMaskInvocation',
  version: '1.0.0',
  title: 'Unsharp Mask (Oklab)',
  category: 'image',
  tags: ['image', 'unsharp_mask', 'oklab'],
  description:
    'Makes an image sharper by its lightness in Oklab alone, so that colours do not fray. Plain areas and opacity stay.',
  inputs,
  output: imageOutput,
  async run({ inputs: { image, radius, strength }, images }) {
    const picture = await images.load(image)
    const sharpened = sharpen(picture, radius, (color, blurred) => {
      const [lightness, a, b] = toOklab(color)
      const raised = lightness + (lightness - toOklab(blurred)[0]) * (strength / 100)
      return srgbFromLinear(linearFromOklab([Math.min(1, Math.max(-1, raised)), a, b]))
    })
    return images.save(sharpened)
  },
})

const toOklab = (srgb: Color) => oklabFromLinear(linearFromSrgb(srgb))

function blend(color: Color, blurred: Color, strength: number): Color {
  const raise = (value: number, mean: number) => value + (value - mean) * strength
  return [raise(color[0], blurred[0]), raise(color[1], blurred[1]), raise(color[2], blurred[2])]
}

/** Each colour made anew of itself and its blur, both sRGB, 0..1. */
function sharpen(picture: Picture, radius: number, change: (color: Color, blurred: Color) => Color): Picture {
  const { data, width, height, channels } = toRgb(picture)
  const blurred = gaussianBlurPlane({ data, width, height, channels }, radius)
  const sharp = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at += 3) putColor(sharp, at, change(colorAt(data, at), colorAt(blurred, at)))
  const result: Picture = { data: sharp, width, height, channels: 3 }
  if (picture.channels === 4) return withAlpha(result, alphaOf(picture))
  return picture.channels === 1 ? toGrey(result) : result
}
