import { describe, expect, test } from 'vitest'
import type { EngineNode, Picture } from '../engine-types.ts'
import { type Case, play, refused, titled } from '../image/testing/cases.ts'
import { type PictureCase, playPictures, titledPictures } from '../image/testing/picture-cases.ts'
import { Studio } from '../testing/studio.ts'
import { canvasOutput } from './canvas-output.ts'
import { canvasPasteBack } from './canvas-paste-back.ts'
import { canvasV2MaskAndCrop } from './canvas-v2-mask-and-crop.ts'
import { expandMaskWithFade } from './expand-mask-with-fade.ts'
import { fitCubic } from './fit-cubic.ts'
import { imgNoise } from './img-noise.ts'
import { CANVAS_NODES } from './index.ts'
import { maskCombine } from './mask-combine.ts'
import { tomask } from './tomask.ts'

const picture = (channels: Picture['channels'], width: number, ...data: number[]): Picture => ({
  data: Uint8Array.from(data),
  width,
  height: data.length / width / channels,
  channels,
})

const plain = (channels: Picture['channels'], width: number, height: number, ...color: number[]): Picture =>
  picture(channels, width, ...Array.from({ length: width * height * channels }, (_, at) => color[at % channels] ?? 0))

/** Runs a node on pictures; other inputs stay as they are. */
async function run(node: EngineNode, inputs: Readonly<Record<string, unknown>>) {
  const studio = new Studio()
  const isPicture = (value: unknown): value is Picture => typeof value === 'object' && value !== null && 'channels' in value
  const fields = Object.entries(inputs).map(([name, value]) => [name, isPicture(value) ? studio.addPicture(value) : value])
  const output = await studio.run(node, Object.fromEntries(fields))
  const { picture: made, category } = studio.images.get((output.image as unknown as { image_name: string }).image_name)
  expect(output).toMatchObject({ type: 'image_output', width: made.width, height: made.height })
  return { picture: made, category }
}

const CASES: readonly PictureCase[] = [
  ['tomask', {}, { image: '010203ff 04050664 07080900' }, 'ff 64 00'],
  ['tomask', { invert: true }, { image: '010203ff 04050664 07080900' }, '00 9b ff'],
  ['tomask', {}, { image: '000000' }, 'ff'],
  ['tomask', {}, { image: '07' }, 'ff'],

  ['mask_combine', {}, { mask1: 'ff ff 00 80', mask2: 'ff 00 ff 80' }, 'ff 00 00 40'],
  // colours by their brightness, and the part that both cover
  ['mask_combine', {}, { mask1: 'ffffff / 000000', mask2: '07 09' }, '07'],

  ['apply_mask_to_image', {}, { image: '01020309 04050609', mask: 'ff 1e' }, '010203ff 0405061e'],
  ['apply_mask_to_image', { invert_mask: true }, { image: '01020309 04050609', mask: 'ff 1e' }, '01020300 040506e1'],
  ['apply_mask_to_image', {}, { image: '09', mask: '80' }, '09090980'],
  ['apply_mask_to_image', {}, { image: '01020309 04050609', mask: '00' }, { refused: 'image is 2 x 1 pixels, the mask 1 x 1' }],

  [
    'canvas_paste_back',
    {},
    { source_image: 'c80000 c80000 c80000', target_image: '0000c8 0000c8 0000c8', mask: 'ff 00 3c' },
    'c80000 0000c8 2f0099',
  ],
  ['canvas_paste_back', {}, { source_image: '10 20', target_image: 'ff0000', mask: '00' }, '4c 20'],
  [
    'canvas_paste_back',
    {},
    { source_image: '00', target_image: '00 00', mask: '00' },
    { refused: 'target is 2 x 1 pixels, the mask 1 x 1' },
  ],
  ['canvas_v2_mask_and_crop', {}, { generated_image: '0000c8 0000c8', mask: 'ff 00' }, '0000c800 0000c8ff'],
  [
    'canvas_v2_mask_and_crop',
    {},
    { source_image: 'c80000 c80000', generated_image: '0000c8 0000c8', mask: 'ff 00' },
    'c80000 0000c8',
  ],
  [
    'canvas_v2_mask_and_crop',
    {},
    { generated_image: '00 00', mask: '00' },
    { refused: 'generated image is 2 x 1 pixels, the mask 1 x 1' },
  ],

  ['expand_mask_with_fade', { threshold: 40, fade_size_px: 1 }, { mask: '28 29 fa' }, '00 ff ff'],
  ['expand_mask_with_fade', { fade_size_px: 0 }, { mask: '00 63 ff' }, '00 63 ff'],
  ['expand_mask_with_fade', {}, { mask: '09 ff' }, 'ff ff'],

  ['img_noise', { amount: 0 }, { image: '6496c84d' }, '6496c84d'],
  ['img_noise', { amount: 1 }, { image: '6496c84d 6496c84d', mask: 'ff ff' }, '6496c84d 6496c84d'],
  ['img_noise', { amount: 1, noise_type: 'salt_and_pepper' }, { image: '00' }, 'ffffffff'],

  ['invokeai_img_blend', { opacity: 0.5 }, { layer_upper: 'ff0000', layer_base: '0000ff' }, '800080'],
  ['invokeai_img_blend', {}, { layer_upper: 'ff0000 ff0000', layer_base: '0000ff 0000ff', mask: 'ff 00' }, '0000ff ff0000'],

  ['canvas_output', {}, { image: '010203' }, '010203'],
]

test.each(titledPictures(CASES))('%s', async (_, one) => {
  expect(await playPictures(CANVAS_NODES, one)).toEqual(one[3])
})

const PANELS: readonly Case[] = [
  ['image_panel_layout', { width: 100, height: 61 }, { x_left: 0, y_top: 0, width: 100, height: 61 }],
  [
    'image_panel_layout',
    { width: 100, height: 61, num_cols: 3, num_rows: 2, panel_col_idx: 2, panel_row_idx: 1 },
    { x_left: 66, y_top: 30, width: 33, height: 30 },
  ],
  ['image_panel_layout', { width: 100, height: 61, panel_col_idx: 1 }, refused('of 1 columns the last is 0')],
  ['image_panel_layout', { width: 100, height: 61, num_rows: 2, panel_row_idx: 2 }, refused('panel_row_idx is 2')],
]

test.each(titled(PANELS))('%s', async (_, one) => {
  expect(await play(CANVAS_NODES, one)).toEqual(one[2])
})

test('every node has a case', () => {
  const tested = new Set([...CASES, ...PANELS].map(([type]) => type))
  expect(CANVAS_NODES.map(({ type }) => type).filter((type) => !tested.has(type))).toEqual([])
})

test('masks are saved as masks', async () => {
  const shades = picture(1, 2, 0, 255)
  const masks = { image: shades, mask: shades, mask1: shades, mask2: shades }
  for (const node of [tomask, maskCombine, expandMaskWithFade]) expect((await run(node, masks)).category).toBe('mask')
})

test('the output of the canvas is saved anew each time', () => {
  expect(canvasOutput.useCache).toBe(false)
})

describe('putting a part back', () => {
  const source = plain(3, 11, 11, 200, 0, 0)
  const target = plain(3, 11, 11, 0, 0, 200)
  const mask: Picture = {
    ...plain(1, 11, 11, 255),
    data: Uint8Array.from({ length: 121 }, (_, at) => (at === 60 ? 0 : at === 61 ? 60 : 255)),
  }

  test('without a blur the target shows where the mask is black', async () => {
    const { picture: result } = await run(canvasPasteBack, { source_image: source, target_image: target, mask })
    expect([...result.data.subarray(60 * 3, 62 * 3)]).toEqual([0, 0, 200, 47, 0, 153])
    expect([...result.data.subarray(0, 3)]).toEqual([200, 0, 0])
  })

  // the opacity of the middle row, as OpenCV 5 erodes and Pillow 13 blurs
  test.for([
    [1, [0, 0, 1, 7, 29, 61, 57, 25, 6, 1, 0]],
    [2, [1, 5, 16, 33, 57, 83, 101, 108, 100, 86, 71]],
    [3, [86, 99, 114, 130, 143, 151, 151, 143, 131, 120, 109]],
  ] as const)('a blur of %d lets the black part grow before it softens its edge', async ([blur, row]) => {
    const { picture: result } = await run(canvasV2MaskAndCrop, { generated_image: target, mask, mask_blur: blur })
    expect(result.channels).toBe(4)
    for (const [x, opacity] of row.entries()) {
      expect(Math.abs((result.data[(55 + x) * 4 + 3] ?? Number.NaN) - opacity), String(x)).toBeLessThanOrEqual(2)
    }
  })

  test('with a source both nodes do the same', async () => {
    const options = { mask, mask_blur: 2 }
    const pasted = await run(canvasPasteBack, { source_image: source, target_image: target, ...options })
    const cropped = await run(canvasV2MaskAndCrop, { source_image: source, generated_image: target, ...options })
    expect(cropped.picture).toEqual(pasted.picture)
  })

  test('a blur wider than the picture shows all of the target', async () => {
    const { picture: result } = await run(canvasV2MaskAndCrop, { generated_image: target, mask, mask_blur: 1000 })
    expect([...result.data.subarray(0, 4)]).toEqual([0, 0, 200, 255])
  })
})

describe('expand_mask_with_fade', () => {
  const line = picture(1, 12, ...Array.from({ length: 12 }, (_, x) => (x === 3 ? 0 : 255)))

  // as numpy fits the curve; OpenCV's distances along a row are exact
  test.for([
    [1, [255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 255, 255]],
    [5, [165, 89, 25, 0, 25, 89, 165, 229, 255, 255, 255, 255]],
    [6, [133, 71, 22, 0, 22, 71, 133, 192, 237, 255, 255, 255]],
  ] as const)('black fades to white over %d pixels', async ([fade, expected]) => {
    const result = await run(expandMaskWithFade, { mask: line, fade_size_px: fade })
    expect(result.category).toBe('mask')
    for (const [x, value] of expected.entries()) {
      expect(Math.abs((result.picture.data[x] ?? Number.NaN) - value), String(x)).toBeLessThanOrEqual(1)
    }
  })
})

test('a cubic through four points goes through them, through more it stays near', () => {
  const through = fitCubic([-1, 0, 1, 2].map((x) => [x, 2 * x ** 3 - x + 4]))
  expect(through(5)).toBeCloseTo(249, 6)
  const near = fitCubic([0, 1, 2, 3, 4].map((x) => [x, x % 2]))
  expect(near(2)).toBeGreaterThan(0)
  expect(near(2)).toBeLessThan(1)
})

describe('img_noise', () => {
  const image = plain(4, 64, 64, 100, 150, 200, 77)
  const mean = ({ data }: Picture, channel: number) =>
    data.reduce((sum, value, at) => (at % 4 === channel ? sum + value : sum), 0) / (data.length / 4)

  test('the same seed gives the same noise, opacity stays', async () => {
    const first = (await run(imgNoise, { image, seed: 3, amount: 0.5 })).picture
    expect((await run(imgNoise, { image, seed: 3, amount: 0.5 })).picture).toEqual(first)
    expect((await run(imgNoise, { image, seed: 4, amount: 0.5 })).picture).not.toEqual(first)
    expect(mean(first, 3)).toBe(77)
  })

  test('an amount of 0 changes nothing, an amount of 1 leaves nothing', async () => {
    expect((await run(imgNoise, { image, amount: 0 })).picture).toEqual(image)
    const noise = (await run(imgNoise, { image, amount: 1 })).picture
    expect((await run(imgNoise, { image: plain(4, 64, 64, 0, 0, 0, 77), amount: 1 })).picture).toEqual(noise)
    for (const channel of [0, 1, 2]) expect(Math.abs(mean(noise, channel) - 127.5)).toBeLessThan(5)
  })

  test('grey noise is equal in all channels', async () => {
    const { data } = (await run(imgNoise, { image: plain(3, 9, 9, 0, 0, 0), amount: 1, noise_color: false })).picture
    for (let at = 0; at < data.length; at += 4) expect(data[at]).toBe(data[at + 2])
  })

  test('salt and pepper are points of the share asked for', async () => {
    const { data } = (await run(imgNoise, { image: plain(3, 64, 64, 0, 0, 0), noise_type: 'salt_and_pepper', amount: 0.3 }))
      .picture
    const points = data.filter((value, at) => at % 4 !== 3 && value > 0)
    expect(new Set(points)).toEqual(new Set([77]))
    expect(Math.abs(points.length / (64 * 64 * 3) - 0.3)).toBeLessThan(0.02)
  })

  test('points of a size are squares, also when they are larger than the image', async () => {
    const { data } = (await run(imgNoise, { image: plain(3, 4, 2, 0, 0, 0), amount: 1, size: 2 })).picture
    expect(data.slice(0, 4)).toEqual(data.slice(4, 8))
    expect(data.slice(0, 8)).toEqual(data.slice(16, 24))
    expect((await run(imgNoise, { image: plain(3, 4, 2, 0, 0, 0), amount: 1, size: 9 })).picture.data.slice(4)).toEqual(
      (await run(imgNoise, { image: plain(3, 4, 2, 0, 0, 0), amount: 1, size: 9 })).picture.data.slice(0, -4),
    )
  })

  test('where the mask is white nothing changes; a mask of another size is stretched', async () => {
    const mask = picture(1, 2, 255, 255, 0, 0)
    const { data } = (await run(imgNoise, { image, mask, amount: 1 })).picture
    expect(data.slice(0, 64 * 4)).toEqual(image.data.slice(0, 64 * 4))
    expect(data.slice(-64 * 4)).not.toEqual(image.data.slice(-64 * 4))
  })
})
