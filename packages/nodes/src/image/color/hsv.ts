import { type Color, wrapDegrees } from './color.ts'

/**
 * sRGB as hue, saturation and value.
 *
 * @param srgb  0..1
 * @returns     hue in degrees, 0 for grey; saturation and value 0..1
 * @source      Smith 1978, "Color gamut transform pairs" (the hexcone model)
 */
export function hsvFromSrgb([red, green, blue]: Color): Color {
  const value = Math.max(red, green, blue)
  const range = value - Math.min(red, green, blue)
  if (range === 0) return [0, 0, value]
  const sector = value === red ? (green - blue) / range : value === green ? 2 + (blue - red) / range : 4 + (red - green) / range
  return [wrapDegrees(sector * 60), range / value, value]
}

/**
 * Hue, saturation and value as sRGB.
 *
 * @param hsv  hue in degrees, any; saturation and value 0..1
 * @returns    0..1
 */
export function srgbFromHsv([hue, saturation, value]: Color): Color {
  const sector = wrapDegrees(hue) / 60
  const whole = Math.floor(sector)
  const rest = sector - whole
  const low = value * (1 - saturation)
  const falling = value * (1 - saturation * rest)
  const rising = value * (1 - saturation * (1 - rest))
  switch (whole) {
    case 0:
      return [value, rising, low]
    case 1:
      return [falling, value, low]
    case 2:
      return [low, value, rising]
    case 3:
      return [low, falling, value]
    case 4:
      return [rising, low, value]
    default:
      return [value, low, falling]
  }
}
