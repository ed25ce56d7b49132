import { describe, expect, test } from 'vitest'
import type { Picture } from '../../engine-types.ts'
import type { Color } from '../../image/color/color.ts'
import { Studio } from '../../testing/studio.ts'
import { BLEND_MODES, createBlend } from './blend-mode.ts'
import { COLOR_SPACES, type ColorSpaceName } from './color-space.ts'
import { hslFromSrgb, srgbFromHsl } from './hsl.ts'
import { invokeaiImgBlend } from './invokeai-img-blend.ts'

const spaces = Object.keys(COLOR_SPACES) as ColorSpaceName[]
const colors: readonly Color[] = Array.from({ length: 5 ** 3 }, (_, at) => [
  Math.floor(at / 25) / 4,
  (Math.floor(at / 5) % 5) / 4,
  (at % 5) / 4,
])
const far = (one: Color, other: Color) => Math.max(...one.map((value, at) => Math.abs(value - (other[at] ?? Number.NaN))))

test.for(spaces)('%s: there and back is where it began', (name) => {
  const space = COLOR_SPACES[name]
  for (const color of colors) expect(far(space.toSrgb(space.parse(color, 3), 3), color), String(color)).toBeLessThan(2e-3)
})

test('HSL of known colours', () => {
  expect(far(hslFromSrgb([0.6, 0.4, 0.2]), [30, 0.5, 0.4])).toBeLessThan(1e-9)
  expect(hslFromSrgb([0, 0, 0])).toEqual([0, 0, 0])
  expect(far(srgbFromHsl([480, 1, 0.5]), [0, 1, 0])).toBeLessThan(1e-9)
})

describe('modes in RGB: upper 0.25 and 0.75 over lower 0.5, upper 0.5 over lower 0.2', () => {
  test.for([
    ['Normal', [0.25, 0.75, 0.5]],
    ['Lighten Only', [0.5, 0.75, 0.5]],
    ['Darken Only', [0.25, 0.5, 0.2]],
    ['Linear Dodge (Add)', [0.75, 1.25, 0.7]],
    ['Subtract', [0.25, -0.25, -0.3]],
    ['Multiply', [0.125, 0.375, 0.1]],
    ['Divide', [2, 2 / 3, 0.4]],
    ['Screen', [0.625, 0.875, 0.6]],
    ['Overlay', [0.25, 0.75, 0.2]],
    ['Hard Light', [0.25, 0.75, 0.2]],
    ['Soft Light', [0.375, 0.5 + 0.5 * (Math.SQRT1_2 - 0.5), 0.2]],
    ['Linear Burn', [-0.25, 0.25, -0.3]],
    ['Difference', [0.25, 0.25, 0.3]],
    ['Vivid Light', [0, 1, 0.2]],
    ['Linear Light', [0, 1, 0.2]],
    ['Color Burn', [0, 1 / 3, 0]],
    ['Color Dodge', [2 / 3, 2, 0.4]],
  ] as const)('%s', ([mode, expected]) => {
    expect(far(createBlend(mode, COLOR_SPACES.RGB, 3)([0.25, 0.75, 0.5], [0.5, 0.5, 0.2]), expected)).toBeLessThan(1e-9)
  })
})

describe('modes that tell hue from lightness', () => {
  const upper: Color = srgbFromHsl([200, 0.4, 0.3])
  const lower: Color = srgbFromHsl([40, 0.7, 0.6])

  test.for([
    ['Hue', [200, 0.7, 0.6]],
    ['Saturation', [40, 0.4, 0.6]],
    ['Color', [200, 0.4, 0.6]],
    ['Luminosity', [40, 0.7, 0.3]],
    ['Lighten Only', [40, 0.7, 0.6]],
    ['Darken Only', [200, 0.4, 0.3]],
    ['Linear Burn', [40, 0.7, -0.1]],
    ['Overlay', [200, 0.4, 0.44]],
    ['Linear Dodge (Add)', [240, 1.1, 0.9]],
  ] as const)('%s', ([mode, expected]) => {
    const blended = createBlend(mode, COLOR_SPACES['HSL (RGB)'], 3)(upper, lower)
    expect(far(blended, srgbFromHsl(expected))).toBeLessThan(1e-9)
  })

  test('as light as they look: a saturated colour beats a grey of the same lightness', () => {
    const red: Color = [0.8, 0.1, 0.1]
    const grey: Color = [0.44, 0.44, 0.44]
    expect(createBlend('Lighten Only (EAL)', COLOR_SPACES.RGB, 3)(red, grey)).toEqual(red)
    expect(createBlend('Darken Only (EAL)', COLOR_SPACES.RGB, 3)(red, grey)).toEqual(grey)
  })
})

describe('invokeai_img_blend', () => {
  const picture = (channels: Picture['channels'], width: number, ...data: number[]): Picture => ({
    data: Uint8Array.from(data),
    width,
    height: data.length / width / channels,
    channels,
  })

  async function blend(upper: Picture, base: Picture, { mask, ...inputs }: { mask?: Picture; [input: string]: unknown } = {}) {
    const studio = new Studio()
    const output = await studio.run(invokeaiImgBlend, {
      layer_upper: studio.addPicture(upper),
      layer_base: studio.addPicture(base),
      ...(mask && { mask: studio.addPicture(mask) }),
      ...inputs,
    })
    return studio.pictureOf(output)
  }

  const base = picture(3, 2, 10, 20, 30, 10, 20, 30)
  const upper = picture(3, 2, 110, 120, 130, 110, 120, 130)

  test('the upper one covers, as far as its opacity and the mask let it', async () => {
    expect(await blend(upper, base)).toEqual(upper)
    expect([...(await blend(upper, base, { opacity: 0.5 })).data.subarray(0, 3)]).toEqual([60, 70, 80])
    expect(await blend(upper, base, { opacity: 7 })).toEqual(upper)
    const masked = await blend(upper, base, { mask: picture(1, 2, 0, 255) })
    expect([...masked.data]).toEqual([110, 120, 130, 10, 20, 30])
    const seeThrough = picture(4, 2, 110, 120, 130, 0, 110, 120, 130, 255)
    expect([...(await blend(seeThrough, base)).data]).toEqual([10, 20, 30, 110, 120, 130])
  })

  test('the result has the channels of the base', async () => {
    expect((await blend(upper, picture(4, 2, 0, 0, 0, 0, 0, 0, 0, 0))).data).toEqual(
      Uint8Array.of(110, 120, 130, 255, 110, 120, 130, 255),
    )
    expect(await blend(upper, picture(1, 2, 0, 0))).toMatchObject({ channels: 1, width: 2 })
  })

  test('another size is fitted: with a margin, cut off, stretched, or refused', async () => {
    const wide = picture(3, 2, 255, 0, 0, 0, 0, 255)
    const square = picture(3, 2, ...new Array(12).fill(50))
    // as wide as it is: its height fits by cutting off
    expect((await blend(wide, square)).data.includes(50)).toBe(false)
    const contained = await blend(wide, square, { fit_to_width: true, fit_to_height: false })
    expect(contained.data.filter((value) => value === 50)).toHaveLength(6)
    const stretched = await blend(wide, square, { fit_to_width: true })
    expect([...stretched.data]).toEqual([255, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255])
    await expect(blend(wide, square, { fit_to_height: false })).rejects.toThrow(/image above is 2 x 1/)
  })

  test.for(BLEND_MODES)('%s works in every space', async (blend_mode) => {
    for (const color_space of spaces) {
      const result = await blend(upper, base, { blend_mode, color_space, adaptive_gamut: 0.1, high_precision: false })
      expect(result).toMatchObject({ width: 2, height: 1, channels: 3 })
      if (blend_mode === 'Normal') expect(result).toEqual(upper)
    }
  })

  test('the edge of what can be shown is kept to in two ways', async () => {
    const bright = { blend_mode: 'Linear Dodge (Add)' }
    const add = (more: object) => blend(picture(3, 1, 250, 60, 60), picture(3, 1, 200, 60, 60), { ...bright, ...more })
    expect([...(await add({})).data]).toEqual([255, 120, 120])
    const adapted = [...(await add({ adaptive_gamut: 0.5 })).data]
    expect(adapted).not.toEqual([255, 120, 120])
    expect(adapted[0]).toBeGreaterThan(240)
  })
})
