import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cielabFromSrgb, srgbFromCielab } from './cielab.ts'
import { type Color, mapColors, wrapDegrees } from './color.ts'
import { hsvFromSrgb, srgbFromHsv } from './hsv.ts'
import { linearFromSrgb, srgbFromLinear } from './linear-srgb.ts'
import { clipToGamut } from './ok-gamut.ts'
import { okhslFromSrgb, okhsvFromSrgb, srgbFromOkhsl, srgbFromOkhsv } from './ok-hue-spaces.ts'
import { labFromLch, lchFromLab, linearFromOklab, oklabFromLinear } from './oklab.ts'
import { rgbFromYcbcr, ycbcrFromRgb } from './ycbcr.ts'

const oklch = (srgb: Color) => lchFromLab(oklabFromLinear(linearFromSrgb(srgb)))

// coloraide 5: Color('srgb', …).convert('oklch' | 'okhsl' | 'okhsv' | 'lab').coords()
const KNOWN: readonly (readonly [Color, { oklch: Color; okhsl: Color; okhsv: Color; lab: Color }])[] = [
  [
    [1, 0, 0],
    {
      oklch: [0.62796, 0.25768, 29.23388],
      okhsl: [29.23388, 1, 0.56808],
      okhsv: [29.23388, 1, 1],
      lab: [54.29054, 80.80493, 69.89096],
    },
  ],
  [
    [0, 1, 0],
    {
      oklch: [0.86644, 0.29483, 142.49535],
      okhsl: [142.49535, 1, 0.84453],
      okhsv: [142.49535, 1, 1],
      lab: [87.81853, -79.27106, 80.99458],
    },
  ],
  [
    [0, 0, 1],
    {
      oklch: [0.45201, 0.31321, 264.05202],
      okhsl: [264.05202, 1, 0.36657],
      okhsv: [264.05202, 1, 1],
      lab: [29.5683, 68.28736, -112.02971],
    },
  ],
  [
    [0.2, 0.6, 0.4],
    {
      oklch: [0.61089, 0.12206, 157.55716],
      okhsl: [157.55716, 0.85584, 0.5484],
      okhsv: [157.55716, 0.77156, 0.62634],
      lab: [56.46449, -39.82579, 17.96179],
    },
  ],
  [
    [0.02, 0.01, 0.03],
    {
      oklch: [0.10373, 0.0196, 309.83609],
      okhsl: [309.83609, 0.41487, 0.03142],
      okhsv: [309.83609, 0.50246, 0.04293],
      lab: [0.93947, 1.22119, -1.6925],
    },
  ],
]

function expectNear(actual: Color, expected: Color, digits: number): void {
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, digits)
}

describe.each(KNOWN)('the colour %j', (srgb, { oklch: lch, okhsl, okhsv, lab }) => {
  test('is in Oklch where others find it', () => expectNear(oklch(srgb), lch, 4))
  test('is in Okhsl where others find it', () => expectNear(okhslFromSrgb(srgb, 3), okhsl, 4))
  test('is in Okhsv where others find it', () => expectNear(okhsvFromSrgb(srgb, 3), okhsv, 4))
  test('is in CIELAB where others find it, to a hundredth', () => expectNear(cielabFromSrgb(srgb), lab, 1))
})

const share = fc.double({ min: 0, max: 1, noNaN: true })
const color: fc.Arbitrary<Color> = fc.tuple(share, share, share)
const expectSame = (one: Color, other: Color) => expectNear(one, other, 4)

test.each<[string, (srgb: Color) => Color]>([
  ['HSV', (srgb) => srgbFromHsv(hsvFromSrgb(srgb))],
  ['CIELAB', (srgb) => srgbFromCielab(cielabFromSrgb(srgb))],
  ['YCbCr', (srgb) => rgbFromYcbcr(ycbcrFromRgb(srgb))],
  ['Okhsl', (srgb) => srgbFromOkhsl(okhslFromSrgb(srgb, 3), 3)],
  ['Okhsv', (srgb) => srgbFromOkhsv(okhsvFromSrgb(srgb, 3), 3)],
])('every colour comes back from %s as it was', (_, there) => {
  fc.assert(fc.property(color, (srgb) => expectSame(there(srgb), srgb)))
})

test.each([0, 0.25, 1])('grey %d is grey everywhere', (value) => {
  const grey: Color = [value, value, value]
  expect(hsvFromSrgb(grey)[1]).toBe(0)
  expect(Math.hypot(...cielabFromSrgb(grey).slice(1))).toBeLessThan(1e-6)
  expect(okhslFromSrgb(grey, 3)[1]).toBe(0)
  expectNear(srgbFromOkhsl(okhslFromSrgb(grey, 3), 3), grey, 5)
  expectNear(srgbFromOkhsv(okhsvFromSrgb(grey, 3), 3), grey, 5)
  expect(okhsvFromSrgb(grey, 3)[1]).toBe(0)
})

test('every value of Okhsl and Okhsv is a colour that screens show', () => {
  const some = fc.double({ min: 0.001, max: 0.999, noNaN: true })
  const place: fc.Arbitrary<Color> = fc.tuple(fc.double({ min: 0, max: 360, noNaN: true }), some, some)
  const isShown = (srgb: Color) => srgb.every((value) => value > -0.01 && value < 1.01)
  fc.assert(fc.property(place, (values) => isShown(srgbFromOkhsl(values, 3)) && isShown(srgbFromOkhsv(values, 3))))
})

test('what no screen shows is brought to the edge of what screens show, with its hue', () => {
  const strong: fc.Arbitrary<Color> = fc.tuple(
    fc.double({ min: 0.2, max: 0.9, noNaN: true }),
    fc.double({ min: 0.35, max: 0.6, noNaN: true }),
    fc.double({ min: 0, max: 360, noNaN: true }),
  )
  fc.assert(
    fc.property(strong, (lch) => {
      const clipped = clipToGamut(linearFromOklab(labFromLch(lch)), 0.05, 3)
      expect(Math.min(...clipped)).toBeGreaterThan(-0.01)
      expect(Math.max(...clipped)).toBeLessThan(1.01)
      const turn = Math.abs(lchFromLab(oklabFromLinear(clipped))[2] - lch[2])
      expect(Math.min(turn, 360 - turn)).toBeLessThan(0.1)
    }),
  )
})

test.each<[string, (srgb: Color) => Color, (color: Color) => Color]>([
  ['HSV', hsvFromSrgb, srgbFromHsv],
  ['Okhsl', (srgb) => okhslFromSrgb(srgb, 3), (color) => srgbFromOkhsl(color, 3)],
  ['Okhsv', (srgb) => okhsvFromSrgb(srgb, 3), (color) => srgbFromOkhsv(color, 3)],
])('a hue that is turned in %s and turned back is what it was', (_, from, back) => {
  const middle = fc.double({ min: 0.05, max: 0.95, noNaN: true })
  const turn = (srgb: Color, degrees: number) => {
    const [hue, second, third] = from(srgb)
    return back([hue + degrees, second, third])
  }
  fc.assert(
    fc.property(fc.tuple(middle, middle, middle), fc.integer({ min: -400, max: 400 }), (srgb, degrees) =>
      expectNear(turn(turn(srgb, degrees), -degrees), srgb, 2),
    ),
  )
})

test('light follows the curves of sRGB, and goes on beyond them', () => {
  // IEC 61966-2-1, section 4.3
  const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  const encode = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055)
  const value = fc.oneof(share, fc.double({ min: -1, max: 4, noNaN: true }), fc.constantFrom(0, 0.0031308, 0.04045, 1))
  fc.assert(
    fc.property(value, (one) => {
      expectNear(linearFromSrgb([one, 0, 1]), [decode(one), 0, 1], 5)
      expectNear(srgbFromLinear([one, 0, 1]), [encode(one), 0, 1], 5)
    }),
  )
})

test('every pixel is made anew by its own colour, whatever came before it', () => {
  const swap = ([red, green, blue]: Color): Color => [blue, red * green, red]
  // few colours, so that they come again, and more than are remembered
  const bytes = Uint8Array.from(
    { length: 4 * 300_000 },
    (_, at) => ((at >> 2) * (at % 4 === 3 ? 7 : 1 + (at % 4) * 31)) >> (at % 3),
  )
  const { data } = mapColors({ data: bytes, width: 300_000, height: 1, channels: 4 }, swap)
  const wrong = data.findIndex((value, at) => {
    const [red = 0, green = 0, blue = 0, opacity = 0] = bytes.subarray(at - (at % 4), at - (at % 4) + 4)
    return value !== [blue, Math.round((red * green) / 255), red, opacity][at % 4]
  })
  expect(wrong).toBe(-1)
})

test('angles come to 0 to below 360 degrees', () => {
  expect([0, 360, 725, -90, -720].map((angle) => wrapDegrees(angle) + 0)).toEqual([0, 0, 5, 270, 0])
  expect(wrapDegrees(-1e-15)).toBe(0)
  expect(srgbFromHsv([-1e-15, 1, 1])).toEqual([1, 0, 0])
})
