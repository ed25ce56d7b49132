import type { Color } from './color/color.ts'
import { hsvFromSrgb, srgbFromHsv } from './color/hsv.ts'
import { linearFromSrgb, srgbFromLinear } from './color/linear-srgb.ts'
import { clipToGamut } from './color/ok-gamut.ts'
import { labFromLch, lchFromLab, linearFromOklab, oklabFromLinear } from './color/oklab.ts'

/** How the gamut of Oklab is followed. */
export interface GamutOptions {
  /** The more, the more lightness gives way to keep colours strong; at 0 they are not brought into the gamut. */
  readonly keepChroma: number
  /** Refinements; 1 is enough for bytes. */
  readonly steps: number
}

/** A colour turned in HSV. */
export function turnHsv(srgb: Color, degrees: number): Color {
  const [hue, saturation, value] = hsvFromSrgb(srgb)
  return srgbFromHsv([hue + degrees, saturation, value])
}

/** A colour turned in Oklch; what no screen shows lies outside of 0..1. */
export function turnOklch(srgb: Color, degrees: number, { keepChroma, steps }: GamutOptions): Color {
  const [lightness, chroma, hue] = lchFromLab(oklabFromLinear(linearFromSrgb(srgb)))
  const turned = linearFromOklab(labFromLch([lightness, chroma, hue + degrees]))
  return srgbFromLinear(keepChroma > 0 ? clipToGamut(turned, keepChroma, steps) : turned)
}
