import { enumField, integerField, listOf, savedImageInputs, type Tile, tileWithImageField } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { refuse } from '../refuse.ts'
import { expectPictureSize } from '../size-limit.ts'
import { type Blend, joinPicture } from './join.ts'
import { blendLinearly } from './linear-blend.ts'
import { blendAlongSeam } from './seam-blend.ts'

interface PictureTile {
  readonly tile: Tile
  /** RGB, of the tile's size. */
  readonly picture: Picture
}

const BLENDS = { Linear: blendLinearly, Seam: blendAlongSeam }

/** One picture of many tiles. */
export const mergeTilesToImage = defineNode({
  type: 'merge_tiles_to_image',
  version: '1.1.1',
  title: 'Merge Tiles to Image',
  category: 'tiles',
  tags: ['tiles'],
  description:
    'Puts tiles together to one picture: row by row, each going over into the next. Linear does so along the middle of their overlap, Seam along the line where they differ least. Transparency is dropped; what no tile covers is black. Overlaps must be as wide as the blend at least, and tiles of one row alike in height.',
  inputs: {
    ...savedImageInputs,
    tiles_with_images: listOf(tileWithImageField(), { description: 'The tiles with their images' }),
    blend_mode: enumField(['Linear', 'Seam'], {
      input: 'direct',
      default: 'Seam',
      description: 'Where tiles go over into each other',
    }),
    blend_amount: integerField({ min: 0, default: 32, description: 'How wide the change is, in pixels' }),
  },
  output: imageOutput,
  async run({ inputs: { tiles_with_images, blend_mode, blend_amount }, images, signal }) {
    const size = measure(tiles_with_images.map(({ tile }) => tile))
    const tiles: PictureTile[] = []
    for (const { tile, image } of tiles_with_images) {
      signal.throwIfAborted()
      tiles.push(matchTile(tile, toRgb(await images.load(image)), blend_amount))
    }
    const canvas: Picture = { data: new Uint8Array(size.width * size.height * 3), ...size, channels: 3 }
    const blend: Blend = (overlap) => BLENDS[blend_mode](overlap, blend_amount)
    for (const row of groupRows(tiles)) {
      signal.throwIfAborted()
      joinRow(canvas, row, blend)
    }
    return images.save(canvas)
  },
})

function measure(tiles: readonly Tile[]): { readonly width: number; readonly height: number } {
  if (tiles.length === 0) refuse('There are no tiles to merge.')
  for (const { coords } of tiles) {
    if (coords.left < 0 || coords.top < 0) refuse('A tile begins outside of the picture: its left and top must be 0 or more.')
  }
  const width = Math.max(...tiles.map(({ coords }) => coords.right))
  const height = Math.max(...tiles.map(({ coords }) => coords.bottom))
  expectPictureSize({ width, height })
  return { width, height }
}

function matchTile(tile: Tile, picture: Picture, amount: number): PictureTile {
  const { coords, overlap } = tile
  const [width, height] = [coords.right - coords.left, coords.bottom - coords.top]
  if (picture.width !== width || picture.height !== height) {
    refuse(
      `A tile is ${width} x ${height} pixels, but its image ${picture.width} x ${picture.height}. Resize the image to the tile.`,
    )
  }
  if (overlap.left > width || overlap.top > height || overlap.left < 0 || overlap.top < 0) {
    refuse('A tile overlaps by more than its own size.')
  }
  for (const covered of [overlap.left, overlap.top]) {
    if (covered > 0 && covered < amount) refuse(`A blend of ${amount} pixels needs overlaps as wide as that: one has ${covered}.`)
  }
  return { tile, picture }
}

/** Tiles with the same top and bottom, from left to right; the rows from top to bottom. */
function groupRows(tiles: readonly PictureTile[]): readonly (readonly PictureTile[])[] {
  const rows = new Map<string, PictureTile[]>()
  const sorted = [...tiles].sort(
    ({ tile: { coords: one } }, { tile: { coords: other } }) =>
      one.top - other.top || one.bottom - other.bottom || one.left - other.left,
  )
  for (const entry of sorted) {
    const { top, bottom } = entry.tile.coords
    const key = `${top} ${bottom}`
    rows.set(key, [...(rows.get(key) ?? []), entry])
  }
  return [...rows.values()]
}

function joinRow(canvas: Picture, row: readonly PictureTile[], blend: Blend): void {
  const { coords, overlap } = (row[0] as PictureTile).tile
  const { width } = canvas
  const height = coords.bottom - coords.top
  const strip: Picture = { data: new Uint8Array(width * height * 3), width, height, channels: 3 }
  for (const { tile, picture } of row) {
    joinPicture(strip, { picture, x: tile.coords.left, y: 0, overlap: tile.overlap.left, direction: 'across' }, blend)
  }
  joinPicture(canvas, { picture: strip, x: 0, y: coords.top, overlap: overlap.top, direction: 'down' }, blend)
}
