import { describe, expect, test } from 'vitest'
import type { EngineNode, Picture } from '../engine-types.ts'
import { Studio } from '../testing/studio.ts'
import { applyMaskToImage } from './apply-mask-to-image.ts'
import { canvasOutput } from './canvas-output.ts'
import { canvasPasteBack } from './canvas-paste-back.ts'
import { canvasV2MaskAndCrop } from './canvas-v2-mask-and-crop.ts'
import { expandMaskWithFade } from './expand-mask-with-fade.ts'
import { fitCubic } from './fit-cubic.ts'
import { imagePanelLayout } from './image-panel-layout.ts'
import { imgNoise } from './img-noise.ts'
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

describe('tomask', () => {
  const image = picture(4, 3, 1, 2, 3, 255, 4, 5, 6, 100, 7, 8, 9, 0)

  test('makes white of what is opaque, black when turned around', async () => {
    expect(await run(tomask, { image })).toEqual({ picture: picture(1, 3, 255, 100, 0), category: 'mask' })
    expect((await run(tomask, { image, invert: true })).picture).toEqual(picture(1, 3, 0, 155, 255))
  })

  test('an image without opacity of its own is white', async () => {
    expect((await run(tomask, { image: picture(3, 1, 0, 0, 0) })).picture).toEqual(picture(1, 1, 255))
  })
})

describe('mask_combine', () => {
  test('multiplies, grey by grey', async () => {
    const result = await run(maskCombine, { mask1: picture(1, 4, 255, 255, 0, 128), mask2: picture(1, 4, 255, 0, 255, 128) })
    expect(result).toEqual({ picture: picture(1, 4, 255, 0, 0, 64), category: 'mask' })
  })

  test('takes colours by their brightness and leaves the part that both cover', async () => {
    const result = await run(maskCombine, { mask1: picture(3, 1, 255, 255, 255, 0, 0, 0), mask2: picture(1, 2, 7, 9) })
    expect(result.picture).toEqual(picture(1, 1, 7))
  })
})

describe('apply_mask_to_image', () => {
  const image = picture(4, 2, 1, 2, 3, 9, 4, 5, 6, 9)

  test('the mask becomes the opacity', async () => {
    expect(await run(applyMaskToImage, { image, mask: picture(1, 2, 255, 30) })).toEqual({
      picture: picture(4, 2, 1, 2, 3, 255, 4, 5, 6, 30),
      category: 'general',
    })
    const inverted = await run(applyMaskToImage, { image, mask: picture(1, 2, 255, 30), invert_mask: true })
    expect(inverted.picture).toEqual(picture(4, 2, 1, 2, 3, 0, 4, 5, 6, 225))
  })

  test('a mask of another size is refused', async () => {
    await expect(run(applyMaskToImage, { image, mask: picture(1, 1, 0) })).rejects.toThrow(
      /image is 2 x 1 pixels, the mask 1 x 1/,
    )
  })
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

  test('a mask of another size than the target is refused', async () => {
    const small = plain(1, 3, 3, 0)
    await expect(run(canvasPasteBack, { source_image: source, target_image: target, mask: small })).rejects.toThrow(
      /target is 11 x 11/,
    )
    await expect(run(canvasV2MaskAndCrop, { generated_image: target, mask: small })).rejects.toThrow(/generated image is 11 x 11/)
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

  test('what is not brighter than the threshold is black, the rest begins white', async () => {
    const { picture: result } = await run(expandMaskWithFade, {
      mask: picture(1, 3, 40, 41, 250),
      threshold: 40,
      fade_size_px: 1,
    })
    expect([...result.data]).toEqual([0, 255, 255])
  })

  test('without a fade the mask stays, without black all is white', async () => {
    const shades = picture(1, 3, 0, 99, 255)
    expect((await run(expandMaskWithFade, { mask: shades, fade_size_px: 0 })).picture).toEqual(shades)
    expect((await run(expandMaskWithFade, { mask: picture(1, 2, 9, 255) })).picture).toEqual(picture(1, 2, 255, 255))
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

test('canvas_output saves the image once more', async () => {
  const image = picture(3, 1, 1, 2, 3)
  expect((await run(canvasOutput, { image })).picture).toEqual(image)
  expect(canvasOutput.useCache).toBe(false)
})

describe('image_panel_layout', () => {
  const lay = (inputs: Readonly<Record<string, unknown>>) =>
    new Studio().run(imagePanelLayout, { width: 100, height: 61, ...inputs })

  test('gives the place of a panel', async () => {
    const place = await lay({ num_cols: 3, num_rows: 2, panel_col_idx: 2, panel_row_idx: 1 })
    expect(place).toEqual({ type: 'image_panel_coordinate_output', x_left: 66, y_top: 30, width: 33, height: 30 })
    expect(await lay({})).toMatchObject({ x_left: 0, y_top: 0, width: 100, height: 61 })
  })

  test('a panel that is not there is refused, in a graph already', async () => {
    await expect(lay({ panel_col_idx: 1 })).rejects.toThrow(/of 1 columns the last is 0/)
    expect(imagePanelLayout.check?.({ num_rows: 2, panel_row_idx: 2 })).toContain('panel_row_idx is 2')
    expect(imagePanelLayout.check?.({ panel_row_idx: 2 })).toBeUndefined()
  })
})
