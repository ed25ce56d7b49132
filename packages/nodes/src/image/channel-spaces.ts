import type { Picture } from '../engine-types.ts'
import { cielabFromSrgb, srgbFromCielab } from './color/cielab.ts'
import { type Color, mapColor, mapColors } from './color/color.ts'
import { hsvFromSrgb, srgbFromHsv } from './color/hsv.ts'
import { rgbFromYcbcr, ycbcrFromRgb } from './color/ycbcr.ts'

/** Colours as channels of 0..255, as image programs count them. */
export interface ChannelSpace {
  /** From sRGB, 0..1. */
  fromSrgb(srgb: Color): readonly number[]
  /** To sRGB, 0..1 or beyond. */
  toSrgb(channels: readonly number[]): Color
}

const scale = (color: Color, factor: number): Color => mapColor(color, (value) => value * factor)

/**
 * The spaces whose channels nodes speak of. Hue is a full turn over 0..255. The axes of LAB are whole units around 0, below it as they are.
 * CMYK has no black of its own: cyan is what red lacks.
 */
export const CHANNEL_SPACES = {
  CMYK: {
    fromSrgb: ([red, green, blue]) => [255 - red * 255, 255 - green * 255, 255 - blue * 255, 0],
    toSrgb([cyan = 0, magenta = 0, yellow = 0, black = 0]) {
      const light = (255 - black) / 255
      return [light * (1 - cyan / 255), light * (1 - magenta / 255), light * (1 - yellow / 255)]
    },
  },
  HSV: {
    fromSrgb(srgb) {
      const [hue, saturation, value] = hsvFromSrgb(srgb)
      return [(hue / 360) * 255, saturation * 255, value * 255]
    },
    toSrgb: ([hue = 0, saturation = 0, value = 0]) => srgbFromHsv([(hue / 255) * 360, saturation / 255, value / 255]),
  },
  LAB: {
    fromSrgb(srgb) {
      const [lightness, a, b] = cielabFromSrgb(srgb)
      return [lightness * 2.55, a, b]
    },
    toSrgb: ([lightness = 0, a = 0, b = 0]) => srgbFromCielab([lightness / 2.55, a, b]),
  },
  YCbCr: {
    fromSrgb: (srgb) => ycbcrFromRgb(scale(srgb, 255)),
    toSrgb: ([y = 0, cb = 0, cr = 0]) => scale(rgbFromYcbcr([y, cb, cr]), 1 / 255),
  },
} as const satisfies Readonly<Record<string, ChannelSpace>>

/** Each colour of a picture changed channel by channel in a space; opacity stays. */
export function mapChannels(
  picture: Picture,
  space: ChannelSpace,
  change: (channels: readonly number[]) => readonly number[],
): Picture {
  return mapColors(picture, (srgb) => space.toSrgb(change(space.fromSrgb(srgb))))
}
