import { defineOutput, imageField, integerField, tileField, tileWithImageField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'

const propertiesOutput = defineOutput(
  'tile_to_properties_output',
  {
    coords_left: integerField({ description: 'Left edge in the picture, inside' }),
    coords_right: integerField({ description: 'Right edge in the picture, outside' }),
    coords_top: integerField({ description: 'Top edge in the picture, inside' }),
    coords_bottom: integerField({ description: 'Bottom edge in the picture, outside' }),
    width: integerField({ description: 'Width of the tile, in pixels' }),
    height: integerField({ description: 'Height of the tile, in pixels' }),
    overlap_top: integerField({ description: 'Overlap with the tile above' }),
    overlap_bottom: integerField({ description: 'Overlap with the tile below' }),
    overlap_left: integerField({ description: 'Overlap with the tile at the left' }),
    overlap_right: integerField({ description: 'Overlap with the tile at the right' }),
  },
  { description: 'What a tile consists of.' },
)

/** What a tile consists of. */
export const tileToProperties = defineNode({
  type: 'tile_to_properties',
  version: '1.0.1',
  title: 'Tile to Properties',
  category: 'tiles',
  tags: ['tiles'],
  description: 'Takes a tile apart: its edges, its size and its overlaps, in pixels.',
  inputs: { tile: tileField({ description: 'The tile' }) },
  output: propertiesOutput,
  run({ inputs: { tile } }) {
    const { coords, overlap } = tile
    return {
      coords_left: coords.left,
      coords_right: coords.right,
      coords_top: coords.top,
      coords_bottom: coords.bottom,
      width: coords.right - coords.left,
      height: coords.bottom - coords.top,
      overlap_top: overlap.top,
      overlap_bottom: overlap.bottom,
      overlap_left: overlap.left,
      overlap_right: overlap.right,
    }
  },
})

const pairOutput = defineOutput(
  'pair_tile_image_output',
  { tile_with_image: tileWithImageField({ description: 'The tile with its image' }) },
  { description: 'A tile with its image.' },
)

/** A tile with its image. */
export const pairTileImage = defineNode({
  type: 'pair_tile_image',
  version: '1.0.1',
  title: 'Pair Tile with Image',
  category: 'tiles',
  tags: ['tiles'],
  description: 'Puts a tile and its image together, so that both stay together through lists.',
  inputs: { image: imageField({ description: 'The image of the tile' }), tile: tileField({ description: 'The tile' }) },
  output: pairOutput,
  run: ({ inputs: { image, tile } }) => ({ tile_with_image: { tile, image } }),
})
