import { cielabFromSrgb, srgbFromCielab } from '../../image/color/cielab.ts'
import type { Color } from '../../image/color/color.ts'
import { hsvFromSrgb, srgbFromHsv } from '../../image/color/hsv.ts'
import { linearFromSrgb, srgbFromLinear } from '../../image/color/linear-srgb.ts'
import { okhslFromSrgb, okhsvFromSrgb, srgbFromOkhsl, srgbFromOkhsv } from '../../image/color/ok-hue-spaces.ts'
import { labFromLch, lchFromLab, linearFromOklab, oklabFromLinear } from '../../image/color/oklab.ts'
import { hslFromSrgb, srgbFromHsl } from './hsl.ts'

/** Which of the three numbers of a colour is which. */
export interface Roles {
  readonly hue: 0 | 2
  readonly saturation: 1
  readonly lightness: 0 | 2
}

/** The numbers that colours are blended in: hues in degrees, all others 0..1 or, for axes, about so. */
export interface ColorSpace {
  /** Undefined where all three are alike. */
  readonly roles: Roles | undefined
  /**
   * From sRGB 0..1.
   *
   * @param steps  refinements of the gamut's edge, where the space needs it
   */
  parse(srgb: Color, steps: number): Color
  /** To sRGB; what lies outside of 0..1 stays outside. */
  toSrgb(color: Color, steps: number): Color
}

const hueFirst = { hue: 0, saturation: 1, lightness: 2 } as const
const hueLast = { hue: 2, saturation: 1, lightness: 0 } as const

// the axes of CIELAB end at about ±128, its lightness at 100
const CIELAB_UNITS = [100, 128, 128] as const
const shareOfCielab = ([lightness, a, b]: Color): Color => [lightness / CIELAB_UNITS[0], a / CIELAB_UNITS[1], b / CIELAB_UNITS[2]]
const cielabOfShare = ([lightness, a, b]: Color): Color => [lightness * CIELAB_UNITS[0], a * CIELAB_UNITS[1], b * CIELAB_UNITS[2]]

const limit = (value: number) => Math.min(1, Math.max(0, value))
// these are defined on the square of saturation and value alone
const limitSquare = ([hue, saturation, value]: Color): Color => [hue, limit(saturation), limit(value)]

/** The colour spaces by their names on the wire. */
export const COLOR_SPACES = {
  RGB: { roles: undefined, parse: (srgb) => srgb, toSrgb: (srgb) => srgb },
  'Linear RGB': { roles: undefined, parse: linearFromSrgb, toSrgb: srgbFromLinear },
  'HSL (RGB)': { roles: hueFirst, parse: hslFromSrgb, toSrgb: srgbFromHsl },
  'HSV (RGB)': { roles: hueFirst, parse: hsvFromSrgb, toSrgb: (hsv) => srgbFromHsv(limitSquare(hsv)) },
  Okhsl: { roles: hueFirst, parse: okhslFromSrgb, toSrgb: (hsl, steps) => srgbFromOkhsl(limitSquare(hsl), steps) },
  Okhsv: { roles: hueFirst, parse: okhsvFromSrgb, toSrgb: (hsv, steps) => srgbFromOkhsv(limitSquare(hsv), steps) },
  'Oklch (Oklab)': {
    roles: hueLast,
    parse: (srgb) => lchFromLab(oklabFromLinear(linearFromSrgb(srgb))),
    toSrgb: (lch) => srgbFromLinear(linearFromOklab(labFromLch(lch))),
  },
  'LCh (CIELab)': {
    roles: hueLast,
    parse: (srgb) => lchFromLab(shareOfCielab(cielabFromSrgb(srgb))),
    toSrgb: (lch) => srgbFromCielab(cielabOfShare(labFromLch(lch))),
  },
} as const satisfies Record<string, ColorSpace>

/** The name of a colour space. */
export type ColorSpaceName = keyof typeof COLOR_SPACES
