import { defineOutput, integerField, listOf, tileField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { layTiles, layTilesEvenly, layTilesWithMinOverlap } from './layout.ts'

const tilesOutput = defineOutput(
  'calculate_image_tiles_output',
  { tiles: listOf(tileField(), { description: 'The tiles, row by row from the top left' }) },
  { description: 'Tiles that cover a picture.' },
)

const imageSize = {
  image_width: integerField({ min: 1, default: 1024, description: 'Width of the picture, in pixels' }),
  image_height: integerField({ min: 1, default: 1024, description: 'Height of the picture, in pixels' }),
}

const tileSize = {
  tile_width: integerField({ min: 1, default: 576, description: 'Width of a tile, in pixels' }),
  tile_height: integerField({ min: 1, default: 576, description: 'Height of a tile, in pixels' }),
}

interface SizeInputs {
  readonly image_width: number
  readonly image_height: number
  readonly tile_width: number
  readonly tile_height: number
}

const toSizes = ({ image_width, image_height, tile_width, tile_height }: SizeInputs) => ({
  imageWidth: image_width,
  imageHeight: image_height,
  tileWidth: tile_width,
  tileHeight: tile_height,
})

/** Tiles of one size with one overlap. */
export const calculateImageTiles = defineNode({
  type: 'calculate_image_tiles',
  version: '1.0.1',
  title: 'Calculate Image Tiles',
  category: 'tiles',
  tags: ['tiles'],
  description:
    'Tiles of one size that cover a picture and overlap by one amount. The last of each row and column ends with the picture and overlaps more.',
  inputs: {
    ...imageSize,
    ...tileSize,
    overlap: integerField({ min: 0, default: 128, description: 'How far neighbours overlap, in pixels' }),
  },
  output: tilesOutput,
  run: ({ inputs }) => ({ tiles: layTiles(toSizes(inputs), inputs.overlap) }),
})

/** So many tiles in each direction. */
export const calculateImageTilesEvenSplit = defineNode({
  type: 'calculate_image_tiles_even_split',
  version: '1.1.1',
  title: 'Calculate Image Tiles Even Split',
  category: 'tiles',
  tags: ['tiles'],
  description:
    'So many tiles in each direction that cover a picture and overlap by one amount. Their size is a multiple of 8; the last of each row and column takes what is left. The picture must be a multiple of 8 in both directions.',
  inputs: {
    ...imageSize,
    num_tiles_x: integerField({ min: 1, default: 2, description: 'Tiles side by side' }),
    num_tiles_y: integerField({ min: 1, default: 2, description: 'Tiles on top of each other' }),
    overlap: integerField({ min: 0, multipleOf: 8, default: 128, description: 'How far neighbours overlap, in pixels' }),
  },
  output: tilesOutput,
  run({ inputs: { image_width, image_height, num_tiles_x, num_tiles_y, overlap } }) {
    const split = { imageWidth: image_width, imageHeight: image_height, columns: num_tiles_x, rows: num_tiles_y }
    return { tiles: layTilesEvenly(split, overlap) }
  },
})

/** Tiles of one size with at least one overlap. */
export const calculateImageTilesMinOverlap = defineNode({
  type: 'calculate_image_tiles_min_overlap',
  schemaName: 'CalculateImageTilesMinimumOverlapInvocation',
  version: '1.0.1',
  title: 'Calculate Image Tiles Minimum Overlap',
  category: 'tiles',
  tags: ['tiles'],
  description:
    'Tiles of one size that cover a picture and overlap by some amount at least; what is left over is spread over all of them. Tiles larger than the picture become as large as it.',
  inputs: {
    ...imageSize,
    ...tileSize,
    min_overlap: integerField({ min: 0, default: 128, description: 'How far neighbours overlap at least, in pixels' }),
  },
  output: tilesOutput,
  run: ({ inputs }) => ({ tiles: layTilesWithMinOverlap(toSizes(inputs), inputs.min_overlap) }),
})
