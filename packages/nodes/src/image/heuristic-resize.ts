import { imageField, integerField } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toGrey, toRgb } from '../pixels/modes.ts'
import { resamplePicture, resizePicture, type Size } from '../pixels/resize.ts'
import { cubicTaps, leftTaps } from '../pixels/taps.ts'
import { expectPictureSize, findSizeFault } from '../size-limit.ts'
import { isLineDrawing, keepRidges, splitByOtsu, thin } from './line-drawing.ts'

/** Fewer colours than this are a map of something, where each colour means one thing. */
const MAP_COLORS = 200

/** An image at another size, by what it shows. */
export const heuristicResize = defineNode({
  type: 'heuristic_resize',
  version: '1.1.1',
  title: 'Heuristic Resize',
  category: 'controlnet_preprocessors',
  classification: 'prototype',
  tags: ['image', 'controlnet'],
  description:
    'Resizes an image by what it shows: maps of 3 to 199 colours keep exactly those, drawings in black and white stay black and white, with lines of one pixel where they had such, and everything else is averaged or smoothed. Transparency is dropped.',
  inputs: {
    image: imageField({ description: 'The image' }),
    width: integerField({ min: 1, default: 512, description: 'The new width in pixels' }),
    height: integerField({ min: 1, default: 512, description: 'The new height in pixels' }),
  },
  output: imageOutput,
  check: ({ width, height }) => findSizeFault(width, height),
  async run({ inputs: { image, width, height }, images }) {
    expectPictureSize({ width, height })
    return images.save(resizeByContent(toRgb(await images.load(image)), { width, height }))
  },
})

function resizeByContent(picture: Picture, size: Size): Picture {
  if (picture.width === size.width && picture.height === size.height) return picture
  const colors = listColors(picture, MAP_COLORS)
  if (colors.length > 2 && colors.length < MAP_COLORS) return resamplePicture(picture, size, leftTaps)
  const isSmaller = size.width * size.height < picture.width * picture.height
  const resized = isSmaller ? resizePicture(picture, size, 'box') : resamplePicture(picture, size, cubicTaps)
  return isBlackAndWhite(colors) ? redraw(toGrey(resized), isLineDrawing(toGrey(picture))) : resized
}

/** The colours of an RGB picture, as far as there are not more than `limit`. */
function listColors({ data }: Picture, limit: number): readonly number[] {
  const colors = new Set<number>()
  for (let at = 0; at < data.length && colors.size < limit; at += 3) {
    colors.add(((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number))
  }
  return [...colors]
}

function isBlackAndWhite(colors: readonly number[]): boolean {
  const bytes = colors.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])
  return colors.length === 2 && Math.min(...bytes) < 16 && Math.max(...bytes) > 240
}

function redraw(grey: Picture, hasThinLines: boolean): Picture {
  const drawing = splitByOtsu(keepRidges(grey))
  return toRgb(hasThinLines ? thin(drawing) : drawing)
}
