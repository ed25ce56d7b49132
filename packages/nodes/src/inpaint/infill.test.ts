import { describe, expect, test } from 'vitest'
import type { EngineNode, Picture } from '../engine-types.ts'
import { type PictureCase, playPictures, titledPictures } from '../image/testing/picture-cases.ts'
import { Studio } from '../testing/studio.ts'
import { cvInpaint } from './cv-inpaint.ts'
import { Heap } from './heap.ts'
import { INPAINT_NODES } from './index.ts'
import { infillCv2 } from './infill-cv2.ts'
import { infillPatchmatch } from './infill-patchmatch.ts'
import { infillRgba } from './infill-rgba.ts'
import { infillTile } from './infill-tile.ts'

type Rgba = readonly [number, number, number, number]

const picture = (width: number, height: number, colorAt: (x: number, y: number) => Rgba): Picture => ({
  data: Uint8Array.from({ length: width * height * 4 }, (_, at) => {
    const pixel = Math.floor(at / 4)
    return colorAt(pixel % width, Math.floor(pixel / width))[at % 4] ?? 0
  }),
  width,
  height,
  channels: 4,
})

async function fill(node: EngineNode, image: Picture, inputs: Readonly<Record<string, unknown>> = {}) {
  const studio = new Studio()
  return studio.pictureOf(await studio.run(node, { image: studio.addPicture(image), ...inputs }))
}

const colorAt = ({ data, width, channels }: Picture, x: number, y: number) => [
  ...data.subarray((y * width + x) * channels, (y * width + x) * channels + 3),
]

describe.for([infillRgba, infillTile, infillCv2, infillPatchmatch])('$type', (node) => {
  // stripes with a hole in the middle
  const striped = picture(64, 48, (x, y) => [x % 8 < 4 ? 200 : 40, 90, y * 3, Math.hypot(x - 32, y - 24) < 8 ? 0 : 255])

  test('leaves opaque pixels as they are and fills the others', async () => {
    const filled = await fill(node, striped, { tile_size: 8 })
    expect(filled).toMatchObject({ width: 64, height: 48 })
    for (const [x, y] of [
      [0, 0],
      [10, 40],
      [63, 47],
    ] as const)
      expect(colorAt(filled, x, y)).toEqual(colorAt(striped, x, y))
    if (filled.channels === 4) for (let at = 3; at < filled.data.length; at += 4) expect(filled.data[at]).toBe(255)
  })

  test('the same image is filled the same way', async () => {
    expect(await fill(node, striped, { tile_size: 8 })).toEqual(await fill(node, striped, { tile_size: 8 }))
  })

  test('an image that has no opacity of its own is passed on itself', async () => {
    const studio = new Studio()
    const image = studio.addPicture({ data: new Uint8Array(12), width: 2, height: 2, channels: 3 })
    expect(await studio.run(node, { image })).toEqual({ type: 'image_output', image, width: 2, height: 2 })
  })
})

test.for([infillTile, infillCv2, infillPatchmatch])('$type has nothing to fill with when nothing is opaque', async (node) => {
  await expect(
    fill(
      node,
      picture(64, 64, () => [1, 2, 3, 254]),
    ),
  ).rejects.toMatchObject({ code: 'request_invalid' })
})

const CASES: readonly PictureCase[] = [
  [
    'infill_rgba',
    { color: { r: 0, g: 0, b: 200, a: 255 } },
    { image: '64646400 64646466 646464ff' },
    '0000c8ff 2828a0ff 646464ff',
  ],
  ['infill_rgba', {}, { image: '09090900' }, '7f7f7fff'],
  ['infill_rgba', { color: { r: 1, g: 2, b: 3, a: 0 } }, { image: '09090900' }, '00000000'],
  ['infill_tile', { tile_size: 1 }, { image: '070809ff 01010100' }, '070809 070809'],
  ['infill_tile', { tile_size: 2 }, { image: '070809ff 01010100' }, { refused: 'no opaque square of 2 x 2' }],
  ['infill_cv2', {}, { image: '050607ff 00000000 / 00000000 00000000' }, '050607 050607 / 050607 050607'],
  // what is opaque in part shows as much
  ['infill_cv2', {}, { image: '0a0a0aff 6e6e6e80' }, '0a0a0a 3c3c3c'],
  ['infill_cv2', {}, { image: '01020300' }, { refused: 'no opaque pixel' }],
  ['infill_patchmatch', {}, { image: '08090aff 00000000 00000000' }, '08090a 08090a 08090a'],
  ['cv_inpaint', {}, { image: '1e3c5a fafafa', mask: 'ff 00' }, '1e3c5a 1e3c5a'],
  ['cv_inpaint', {}, { image: '1e3c5a', mask: '00' }, { refused: 'no white pixel' }],
]

test.each(titledPictures(CASES))('%s', async (_, one) => {
  expect(await playPictures(INPAINT_NODES, one)).toEqual(one[3])
})

test('every node that fills has a case', () => {
  const tested = new Set(CASES.map(([type]) => type))
  const fills = INPAINT_NODES.filter(({ output }) => output.type === 'image_output')
  expect(fills.map(({ type }) => type).filter((type) => !tested.has(type))).toEqual([])
})

describe('infill_tile', () => {
  // five opaque tiles of 2 x 2, each of its own colour, and seven transparent ones
  const tiles = picture(8, 6, (x, y) => {
    const tile = Math.floor(y / 2) * 4 + Math.floor(x / 2)
    return [tile * 10, 0, 0, tile < 5 ? 255 : 0]
  })

  test('lays tiles as numpy draws them from the seed', async () => {
    const filled = await fill(infillTile, tiles, { tile_size: 2, seed: 7 })
    const red = Array.from({ length: 12 }, (_, tile) => colorAt(filled, (tile % 4) * 2 + 1, Math.floor(tile / 4) * 2 + 1)[0])
    // numpy.random.default_rng(7).integers(5), twelve times
    const drawn = [4, 3, 3, 4, 2, 3, 4, 1, 0, 1, 1, 4]
    expect(red).toEqual(drawn.map((number, tile) => (tile < 5 ? tile : number) * 10))
  })

  test('cuts tiles off at the edges', async () => {
    const filled = await fill(
      infillTile,
      picture(5, 5, (x, y) => [7, 7, 7, x < 3 && y < 3 ? 255 : 0]),
      { tile_size: 3 },
    )
    expect(new Set(filled.data)).toEqual(new Set([7]))
  })

  test('tiles larger than every opaque part are refused', async () => {
    await expect(fill(infillTile, tiles, { tile_size: 6 })).rejects.toThrow(/no opaque square of 6 x 6/)
  })
})

describe('infill_cv2', () => {
  test('goes on in plain areas and in slopes', async () => {
    const plain = await fill(
      infillCv2,
      picture(32, 32, (x, y) => [120, 80, 40, x > 12 && x < 18 && y > 12 ? 0 : 255]),
    )
    expect(new Set(plain.data)).toEqual(new Set([120, 80, 40]))
    const slope = await fill(
      infillCv2,
      picture(40, 20, (x, y) => [x * 6, 0, 0, Math.hypot(x - 20, y - 10) < 4 ? 0 : 255]),
    )
    for (let x = 16; x <= 24; x++) expect(Math.abs((colorAt(slope, x, 10)[0] ?? 0) - x * 6)).toBeLessThan(12)
  })

  test('an edge that runs into a hole goes on inside', async () => {
    const half = await fill(
      infillCv2,
      picture(40, 40, (x, y) => [y < 20 ? 220 : 20, 0, 0, Math.abs(x - 20) < 4 ? 0 : 255]),
    )
    for (let x = 17; x < 24; x++) {
      expect(colorAt(half, x, 10)[0]).toBeGreaterThan(190)
      expect(colorAt(half, x, 30)[0]).toBeLessThan(50)
    }
  })

  test('a picture of one pixel that is opaque is filled with it', async () => {
    const filled = await fill(
      infillCv2,
      picture(9, 7, (x, y) => [5, 6, 7, x === 4 && y === 3 ? 255 : 0]),
    )
    expect(new Set(filled.data)).toEqual(new Set([5, 6, 7]))
  })
})

describe('cv_inpaint', () => {
  const inpaint = async (image: Picture, mask: Picture) => {
    const studio = new Studio()
    return studio.pictureOf(await studio.run(cvInpaint, { image: studio.addPicture(image), mask: studio.addPicture(mask) }))
  }
  const image = picture(16, 16, (x) => [x > 6 && x < 10 ? 250 : 30, 60, 90, 255])
  const mask = (colorOf: (x: number) => number): Picture => ({
    data: Uint8Array.from({ length: 256 }, (_, at) => colorOf(at % 16)),
    width: 16,
    height: 16,
    channels: 1,
  })

  test('fills where the mask is not white', async () => {
    const filled = await inpaint(
      image,
      mask((x) => (x > 5 && x < 11 ? 200 : 255)),
    )
    expect(new Set(filled.data)).toEqual(new Set([30, 60, 90]))
  })

  test('nothing to fill with, or a mask of another size, is refused', async () => {
    await expect(
      inpaint(
        image,
        mask(() => 0),
      ),
    ).rejects.toThrow(/no white pixel/)
    await expect(inpaint(image, { ...mask(() => 0), height: 8, data: new Uint8Array(128) })).rejects.toThrow(/mask 16 x 8/)
  })
})

describe('infill_patchmatch', () => {
  // a brick wall, whose pattern a mean of neighbours would blur
  const wall = (x: number, y: number): number => (y % 8 < 2 || (Math.floor(y / 8) % 2 === 0 ? x : x + 6) % 12 < 2 ? 230 : 90)
  const broken = picture(96, 96, (x, y) => [wall(x, y), 60, 50, Math.hypot(x - 48, y - 48) < 14 ? 0 : 255])

  test('goes on with a pattern', async () => {
    const filled = await fill(infillPatchmatch, broken, { downscale: 1 })
    let misses = 0
    let count = 0
    for (let y = 34; y < 62; y++) {
      for (let x = 34; x < 62; x++) {
        if (Math.hypot(x - 48, y - 48) >= 14) continue
        count += 1
        if (Math.abs((colorAt(filled, x, y)[0] ?? 0) - wall(x, y)) > 60) misses += 1
      }
    }
    expect(misses / count).toBeLessThan(0.1)
  })

  test('a small picture, or one without a whole patch, is filled all the same', async () => {
    expect(
      await fill(
        infillPatchmatch,
        picture(3, 2, (x) => [8, 9, 10, x === 0 ? 255 : 0]),
      ),
    ).toMatchObject({ width: 3, height: 2 })
    const thin = await fill(
      infillPatchmatch,
      picture(60, 60, (x) => [8, 9, 10, x % 5 === 0 ? 255 : 0]),
      { downscale: 1 },
    )
    expect(new Set(thin.data)).toEqual(new Set([8, 9, 10]))
  })

  test('a picture without a hole stays', async () => {
    const whole = picture(40, 40, (x, y) => [x, y, 9, 255])
    const { data } = await fill(infillPatchmatch, whole)
    expect([...data]).toEqual([...whole.data.filter((_, at) => at % 4 !== 3)])
  })

  test('a cancel is obeyed', async () => {
    const studio = new Studio()
    const abort = new AbortController()
    studio.signal = abort.signal
    studio.onProgress = () => abort.abort()
    await expect(studio.run(infillPatchmatch, { image: studio.addPicture(broken) })).rejects.toMatchObject({ code: 'canceled' })
  })
})

test('a heap gives numbers by their ranks', () => {
  const heap = new Heap()
  expect(heap.pop()).toBeUndefined()
  const ranks = Array.from({ length: 50 }, (_, at) => (at * 37) % 50)
  for (const rank of ranks) heap.push(rank * 10, rank)
  expect(Array.from({ length: 51 }, () => heap.pop())).toEqual([...Array.from({ length: 50 }, (_, at) => at * 10), undefined])
})
