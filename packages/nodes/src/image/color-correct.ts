import { enumField, imageField, optional, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { alphaOf, toGrey, toRgb, withAlpha } from '../pixels/modes.ts'
import { pastePicture } from '../pixels/paste.ts'
import { expectSameSize } from '../pixels/same-size.ts'
import { rgbFromYcbcr, ycbcrFromRgb } from './color/ycbcr.ts'
import { matchHistogram } from './match-histogram.ts'

/** The channels that are matched, in sRGB or brightness and colour differences. */
const SPACES = {
  RGB: { isRgb: true, matched: [0, 1, 2] },
  YCbCr: { isRgb: false, matched: [0, 1, 2] },
  'YCbCr-Chroma': { isRgb: false, matched: [1, 2] },
  'YCbCr-Luma': { isRgb: false, matched: [0] },
} as const

const NAMES = Object.keys(SPACES) as (keyof typeof SPACES)[]

/** An image in the colours of another. */
export const colorCorrect = defineNode({
  type: 'color_correct',
  version: '2.0.0',
  title: 'Color Correct',
  category: 'image',
  tags: ['image', 'color'],
  description:
    'Gives an image the colours of another: each channel comes to have the same share of dark and light values. Where a mask of the size of the image is white, the image stays as it is. Opacity stays.',
  inputs: {
    ...savedImageInputs,
    base_image: imageField({ description: 'The image to correct' }),
    color_reference: imageField({ description: 'The image that has the colours' }),
    mask: optional(imageField({ description: 'Where the image stays: white' })),
    colorspace: enumField(NAMES, { title: 'Color Space', default: 'RGB', description: 'The channels to match' }),
  },
  output: imageOutput,
  async run({ inputs: { base_image, color_reference, mask, colorspace }, images }) {
    const image = await images.load(base_image)
    const base = toRgb(image)
    const corrected = correct(base, toRgb(await images.load(color_reference)), SPACES[colorspace])
    const kept = mask && toGrey(await images.load(mask))
    if (kept) expectSameSize({ image: base, mask: kept })
    return images.save(withAlpha(kept ? pastePicture(corrected, base, kept) : corrected, alphaOf(image)))
  },
})

function correct(base: Picture, reference: Picture, { isRgb, matched }: (typeof SPACES)[keyof typeof SPACES]): Picture {
  const [from, to] = isRgb ? [base, reference] : [toYcbcr(base), toYcbcr(reference)]
  const data = from.data.slice()
  for (const channel of matched) {
    const table = matchHistogram(countValues(from, channel), countValues(to, channel))
    for (let at = channel; at < data.length; at += 3) data[at] = table[data[at] as number] as number
  }
  return isRgb ? { ...from, data } : toSrgb({ ...from, data })
}

function countValues({ data }: Picture, channel: number): Uint32Array {
  const counts = new Uint32Array(256)
  for (let at = channel; at < data.length; at += 3) {
    const value = data[at] as number
    counts[value] = (counts[value] as number) + 1
  }
  return counts
}

const mapTriples = (picture: Picture, change: typeof ycbcrFromRgb): Picture => {
  const { data } = picture
  const changed = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at += 3) {
    const [first, second, third] = change([data[at] as number, data[at + 1] as number, data[at + 2] as number])
    changed[at] = first
    changed[at + 1] = second
    changed[at + 2] = third
  }
  return { ...picture, data: new Uint8Array(changed.buffer) }
}

const toYcbcr = (picture: Picture) => mapTriples(picture, ycbcrFromRgb)
const toSrgb = (picture: Picture) => mapTriples(picture, rgbFromYcbcr)
