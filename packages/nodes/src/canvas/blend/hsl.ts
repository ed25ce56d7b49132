import { type Color, wrapDegrees } from '../../image/color/color.ts'
import { hsvFromSrgb } from '../../image/color/hsv.ts'

/**
 * sRGB as hue, saturation and lightness.
 *
 * @param srgb  0..1
 * @returns     hue in degrees, 0 for grey; saturation and lightness 0..1
 * @source      Joblove & Greenberg 1978, "Color spaces for computer graphics"
 */
export function hslFromSrgb(srgb: Color): Color {
  const [red, green, blue] = srgb
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const lightness = (most + least) / 2
  const widest = 1 - Math.abs(2 * lightness - 1)
  return [hsvFromSrgb(srgb)[0], widest <= 0 ? 0 : (most - least) / widest, lightness]
}

/**
 * Hue, saturation and lightness as sRGB.
 *
 * @param hsl  hue in degrees, any; saturation and lightness may lie outside of 0..1, and then so does the result
 */
export function srgbFromHsl([hue, saturation, lightness]: Color): Color {
  const half = (saturation * (1 - Math.abs(2 * lightness - 1))) / 2
  const sector = wrapDegrees(hue) / 60
  const low = lightness - half
  return [low + 2 * half * rampAt(sector + 2), low + 2 * half * rampAt(sector), low + 2 * half * rampAt(sector + 4)]
}

/** Up from 0 to 1 over a sector, there for two, and down again. */
function rampAt(sector: number): number {
  const place = sector % 6
  return Math.min(1, Math.max(0, Math.min(place, 4 - place)))
}
