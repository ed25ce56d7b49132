import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { resamplePicture } from '../pixels/resize.ts'
import { cubicTaps, leftTaps } from '../pixels/taps.ts'

/** An image as plain tiles of its colours. */
export const colorMap = defineNode({
  type: 'color_map',
  version: '1.0.0',
  title: 'Color Map',
  category: 'controlnet_preprocessors',
  tags: ['controlnet'],
  description:
    'An image as plain tiles, each in the colour at its middle. Tiles are a little larger than asked for where they would not fill the image. Transparency is dropped.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    tile_size: integerField({ min: 1, default: 64, description: 'Side of a tile in pixels' }),
  },
  output: imageOutput,
  async run({ inputs: { image, tile_size }, images }) {
    const picture = toRgb(await images.load(image))
    const { width, height } = picture
    const columns = Math.floor(width / Math.min(tile_size, width))
    const rows = Math.floor(height / Math.min(tile_size, height))
    const middles = resamplePicture(picture, { width: columns, height: rows }, cubicTaps)
    return images.save(resamplePicture(middles, picture, leftTaps))
  },
})
