import { type JsonObject, type JsonValue, type Tile, tileField } from '@bottega/graph'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Picture } from '../engine-types.ts'
import { type Case, listUntested, play, titled } from '../image/testing/cases.ts'
import { createStage } from '../image/testing/stage.ts'
import { cropPicture } from '../pixels/region.ts'
import { TILE_NODES } from './index.ts'
import { layTilesWithMinOverlap } from './layout.ts'

const box = (left: number, right: number, top: number, bottom: number) => ({ top, bottom, left, right })
const tile = (coords: JsonObject, overlap: JsonObject = box(0, 0, 0, 0)) => ({ coords, overlap })
const image = { image_name: 'a' }

const CASES: readonly Case[] = [
  [
    'calculate_image_tiles',
    { image_width: 20, image_height: 10, tile_width: 12, tile_height: 10, overlap: 2 },
    { tiles: [tile(box(0, 12, 0, 10), box(0, 4, 0, 0)), tile(box(8, 20, 0, 10), box(4, 0, 0, 0))] },
  ],
  ['calculate_image_tiles', { tile_width: 2000 }, { run: 'larger than the picture' }],
  [
    'calculate_image_tiles_even_split',
    { image_width: 16, image_height: 32, num_tiles_x: 1, overlap: 8 },
    { tiles: [tile(box(0, 16, 0, 16), box(0, 0, 0, 8)), tile(box(0, 16, 8, 32), box(0, 0, 8, 0))] },
  ],
  ['calculate_image_tiles_even_split', { overlap: 12 }, { enqueue: 'multiple of 8', run: 'invalid incoming input' }],
  [
    'calculate_image_tiles_min_overlap',
    { image_width: 10, image_height: 4, tile_width: 6, tile_height: 6, min_overlap: 1 },
    { tiles: [tile(box(0, 6, 0, 4), box(0, 2, 0, 0)), tile(box(4, 10, 0, 4), box(2, 0, 0, 0))] },
  ],
  [
    'tile_to_properties',
    { tile: tile(box(1, 11, 2, 5), box(3, 4, 5, 6)) },
    {
      coords_left: 1,
      coords_right: 11,
      coords_top: 2,
      coords_bottom: 5,
      width: 10,
      height: 3,
      overlap_top: 5,
      overlap_bottom: 6,
      overlap_left: 3,
      overlap_right: 4,
    },
  ],
  ['pair_tile_image', { image, tile: tile(box(0, 1, 0, 1)) }, { tile_with_image: { image, tile: tile(box(0, 1, 0, 1)) } }],
  ['tile_to_properties', { tile: { coords: box(0, 1, 0, 1) } }, { enqueue: 'overlap is missing', run: 'overlap' }],
]

test.each(titled(CASES))('%s', async (_, one) => {
  expect(
    await play(
      TILE_NODES.filter(({ type }) => type !== 'merge_tiles_to_image'),
      one,
    ),
  ).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(
    listUntested(
      TILE_NODES.filter(({ type }) => type !== 'merge_tiles_to_image'),
      CASES,
    ),
  ).toEqual([])
})

/** RGB of any bytes. */
function picture(width: number, height: number, byteAt: (x: number, y: number, channel: number) => number): Picture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) =>
    byteAt(Math.floor(at / 3) % width, Math.floor(at / 3 / width), at % 3),
  )
  return { data, width, height, channels: 3 }
}

const plain = (width: number, height: number, value: number) => picture(width, height, () => value)

async function merge(parts: readonly (readonly [Tile, Picture])[], options: JsonObject): Promise<Picture> {
  const pictures = Object.fromEntries(parts.map(([, part], at) => [`part-${at}`, part]))
  const stage = createStage(TILE_NODES, { pictures })
  const tiles = parts.map(([entry], at) => ({ tile: entry, image: { image_name: `part-${at}` } }))
  return stage.picture(await stage.run('merge_tiles_to_image', { tiles_with_images: tiles, ...options }))
}

const parseTile = (value: JsonValue) => tileField().parse(value, '')

/** Black at the left, white at the right, both 10 wide and 6 of them shared. */
const halves = (height: number) =>
  [
    [parseTile(tile(box(0, 10, 0, height), box(0, 6, 0, 0))), plain(10, height, 0)],
    [parseTile(tile(box(4, 14, 0, height), box(6, 0, 0, 0))), plain(10, height, 255)],
  ] as const

const rowOf = (merged: Picture, y = 0) => Array.from({ length: merged.width }, (_, x) => merged.data[(y * merged.width + x) * 3])

describe('tiles that are put together', () => {
  test.each(['Linear', 'Seam'])('give back the picture that they were cut from (%s)', async (blend_mode) => {
    const side = fc.integer({ min: 8, max: 40 })
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.integer({ min: 8, max: 20 }),
        fc.nat(6),
        fc.nat(),
        async (width, height, size, least, seed) => {
          const whole = picture(width, height, (x, y, channel) => (x * 37 + y * 91 + channel * 53 + seed) % 256)
          const sizes = { imageWidth: width, imageHeight: height, tileWidth: size, tileHeight: size }
          const parts = layTilesWithMinOverlap(sizes, least).map((entry) => {
            const { left, right, top, bottom } = entry.coords
            return [entry, cropPicture(whole, { x: left, y: top, width: right - left, height: bottom - top })] as const
          })
          const merged = await merge([...parts].reverse(), { blend_mode, blend_amount: least })
          expect([merged.width, merged.height]).toEqual([width, height])
          expect(merged.data).toEqual(whole.data)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('go over along the middle of their overlap when they blend linearly', async () => {
    const merged = await merge(halves(2), { blend_mode: 'Linear', blend_amount: 4 })
    // the overlap is 4..10, its middle four pixels are the blend: 0, 1/3, 2/3, 1
    expect(rowOf(merged)).toEqual([0, 0, 0, 0, 0, 0, 85, 170, 255, 255, 255, 255, 255, 255])
    expect(rowOf(merged, 1)).toEqual(rowOf(merged))
  })

  test('change at once when there is no blend', async () => {
    const merged = await merge(halves(1), { blend_mode: 'Linear', blend_amount: 0 })
    expect(rowOf(merged)).toEqual([0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255])
  })

  test('go over along the line where they differ least', async () => {
    // the further from a line that runs from top to bottom, the faster their difference grows
    const height = 5
    const seamAt = (y: number) => 6 + Math.floor(y / 2)
    const left = plain(10, height, 90)
    const right = picture(10, height, (x, y) => 90 + 10 * (x + 4 - seamAt(y)) ** 2)
    const [[first], [second]] = halves(height)
    const merged = await merge(
      [
        [first, left],
        [second, right],
      ],
      { blend_mode: 'Seam', blend_amount: 0 },
    )
    const changes = Array.from({ length: height }, (_, y) => rowOf(merged, y).findIndex((value) => value !== 90))
    expect(changes.every((change, y) => Math.abs(change - 1 - seamAt(y)) <= 1)).toBe(true)
    expect(new Set(changes).size).toBeGreaterThan(1)
  })

  test('are softened on both sides of a seam', async () => {
    const row = rowOf(await merge(halves(1), { blend_mode: 'Seam', blend_amount: 3 })) as number[]
    expect(row.filter((value) => value > 0 && value < 255)).toHaveLength(2)
    expect([...row].sort((one, other) => one - other)).toEqual(row)
  })

  test('join rows as they join columns', async () => {
    const [[left, black], [right, white]] = halves(3)
    const turn = ({ coords, overlap }: Tile) =>
      parseTile(
        tile(
          box(coords.top, coords.bottom, coords.left, coords.right),
          box(overlap.top, overlap.bottom, overlap.left, overlap.right),
        ),
      )
    for (const blend_mode of ['Linear', 'Seam']) {
      const across = await merge(
        [
          [left, black],
          [right, white],
        ],
        { blend_mode, blend_amount: 2 },
      )
      const down = await merge(
        [
          [turn(left), plain(3, 10, 0)],
          [turn(right), plain(3, 10, 255)],
        ],
        { blend_mode, blend_amount: 2 },
      )
      expect(down.data.filter((_, at) => at % 9 === 0)).toEqual(Uint8Array.from(rowOf(across) as number[]))
    }
  })

  test('leave black where there is none, and drop transparency', async () => {
    const glass: Picture = { data: Uint8Array.of(10, 20, 30, 0), width: 1, height: 1, channels: 4 }
    const merged = await merge([[parseTile(tile(box(1, 2, 0, 1))), glass]], { blend_amount: 0 })
    expect(merged).toEqual({ data: Uint8Array.of(0, 0, 0, 10, 20, 30), width: 2, height: 1, channels: 3 })
  })

  test.each<[string, readonly (readonly [Tile, Picture])[], number]>([
    ['There are no tiles', [], 0],
    ['its image 9 x 6', [[parseTile(tile(box(0, 10, 0, 6))), plain(9, 6, 0)]], 0],
    ['needs overlaps as wide as that: one has 6', halves(1), 7],
    ['by more than its own size', [[parseTile(tile(box(0, 1, 0, 1), box(2, 0, 0, 0))), plain(1, 1, 0)]], 0],
    ['begins outside', [[parseTile(tile(box(-1, 1, 0, 1))), plain(2, 1, 0)]], 0],
    ['is too large', [[parseTile(tile(box(0, 2 ** 40, 0, 1))), plain(1, 1, 0)]], 0],
  ])('are refused with the words: %s', async (words, parts, blend_amount) => {
    await expect(merge(parts, { blend_amount })).rejects.toThrow(words)
  })
})

test('a blend below 0 is refused', () => {
  expect(() => createStage(TILE_NODES).enqueue('merge_tiles_to_image', { tiles_with_images: [], blend_amount: -1 })).toThrow(
    '0 or more',
  )
})
