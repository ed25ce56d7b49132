import { integerField, seedField } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { createSeededNumbers } from '../math/pcg64.ts'
import { imageOutput } from '../outputs.ts'
import { refuse } from '../refuse.ts'
import { infillImage, infillInputs } from './infill.ts'

/** An image filled with pieces of itself. */
export const infillTile = defineNode({
  type: 'infill_tile',
  schemaName: 'InfillTileInvocation',
  version: '1.2.3',
  title: 'Tile Infill',
  category: 'inpaint',
  tags: ['image', 'inpaint'],
  description:
    'Fills the transparent parts of an image with square pieces of its opaque parts, ' +
    'laid out by chance that follows from a seed.',
  inputs: {
    ...infillInputs,
    tile_size: integerField({ default: 32, min: 1, description: 'Side of a piece in pixels' }),
    seed: seedField({ description: 'The seed' }),
  },
  output: imageOutput,
  run: ({ inputs: { image, tile_size, seed }, images }) =>
    infillImage({ images }, image, (picture) => layTiles(picture, tile_size, seed)),
})

interface Corner {
  readonly x: number
  readonly y: number
}

/** A grid of pieces over the whole picture, cut off at right and bottom. */
function layTiles(picture: Picture, side: number, seed: number): Picture {
  const { data, width, height } = picture
  const pieces = findOpaqueTiles(picture, side)
  if (pieces.length === 0) {
    refuse(`The image has no opaque square of ${side} x ${side} pixels to fill with: choose smaller tiles.`)
  }
  const numbers = createSeededNumbers(seed)
  const tiles = new Uint8Array(data.length)
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const piece = pieces[Number(numbers.below(BigInt(pieces.length)))] as Corner
      const length = Math.min(side, width - left) * 4
      for (let row = 0; row < Math.min(side, height - top); row++) {
        const from = ((piece.y + row) * width + piece.x) * 4
        tiles.set(data.subarray(from, from + length), ((top + row) * width + left) * 4)
      }
    }
  }
  return { ...picture, data: tiles }
}

/** The opaque ones among the whole tiles of a grid, from the top left. */
function findOpaqueTiles({ data, width, height }: Picture, side: number): readonly Corner[] {
  const corners: Corner[] = []
  for (let y = 0; y + side <= height; y += side) {
    for (let x = 0; x + side <= width; x += side) {
      if (isOpaque(data, width, { x, y }, side)) corners.push({ x, y })
    }
  }
  return corners
}

function isOpaque(data: Uint8Array, width: number, { x, y }: Corner, side: number): boolean {
  for (let row = y; row < y + side; row++) {
    for (let column = x; column < x + side; column++) if (data[(row * width + column) * 4 + 3] !== 255) return false
  }
  return true
}
