import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { resample } from '../pixels/resample.ts'
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
    const middles = toPicture(resample(picture, cubicTaps(width, columns), cubicTaps(height, rows)), columns, rows)
    return images.save(toPicture(resample(middles, leftTaps(columns, width), leftTaps(rows, height)), width, height))
  },
})

function toPicture(values: Float32Array, width: number, height: number): Picture {
  return { data: new Uint8Array(Uint8ClampedArray.from(values).buffer), width, height, channels: 3 }
}
