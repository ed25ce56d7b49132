import type { Color } from './color.ts'

/**
 * sRGB as brightness and two colour differences.
 *
 * @param rgb  0..255
 * @returns    0..255, the differences around 128
 * @source     ITU-T T.871 (JFIF), section 7
 */
export function ycbcrFromRgb([red, green, blue]: Color): Color {
  const brightness = 0.299 * red + 0.587 * green + 0.114 * blue
  return [brightness, 128 + (blue - brightness) / 1.772, 128 + (red - brightness) / 1.402]
}

/** Brightness and colour differences, 0..255, as sRGB, 0..255; what no screen shows lies outside. */
export function rgbFromYcbcr([brightness, cb, cr]: Color): Color {
  const red = brightness + 1.402 * (cr - 128)
  const blue = brightness + 1.772 * (cb - 128)
  return [red, (brightness - 0.299 * red - 0.114 * blue) / 0.587, blue]
}
