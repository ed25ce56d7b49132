import type { Color } from './color.ts'

const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const encode = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055)

/**
 * sRGB as light: values that add up like light does.
 *
 * @source  IEC 61966-2-1
 */
export function linearFromSrgb([red, green, blue]: Color): Color {
  return [decode(red), decode(green), decode(blue)]
}

/** Light as sRGB. Below 0 it goes on in a straight line, above 1 along its curve. */
export function srgbFromLinear([red, green, blue]: Color): Color {
  return [encode(red), encode(green), encode(blue)]
}
