import type { Picture } from '../engine-types.ts'
import { cielabFromSrgb, srgbFromCielab } from './color/cielab.ts'
import { type Color, mapColors } from './color/color.ts'
import { hsvFromSrgb, srgbFromHsv } from './color/hsv.ts'
import { rgbFromYcbcr, ycbcrFromRgb } from './color/ycbcr.ts'

/** The channels of a colour, the last one 0 where a space has three. */
export type Channels = readonly [number, number, number, number]

/** Colours as channels of 0..255, as image programs count them. */
export interface ChannelSpace {
  /** From sRGB, 0..1. */
  fromSrgb(srgb: Color): Channels
  /** To sRGB, 0..1 or beyond. */
  toSrgb(channels: Channels): Color
}

/**
 * The spaces whose channels nodes speak of. Hue is a full turn over 0..255. The axes of LAB are whole units around 0, below it as they are.
 * CMYK has no black of its own: cyan is what red lacks.
 */
export const CHANNEL_SPACES = {
  CMYK: {
    fromSrgb: ([red, green, blue]) => [255 - red * 255, 255 - green * 255, 255 - blue * 255, 0],
    toSrgb([cyan, magenta, yellow, black]) {
      const light = (255 - black) / 255
      return [light * (1 - cyan / 255), light * (1 - magenta / 255), light * (1 - yellow / 255)]
    },
  },
  HSV: {
    fromSrgb(srgb) {
      const [hue, saturation, value] = hsvFromSrgb(srgb)
      return [(hue / 360) * 255, saturation * 255, value * 255, 0]
    },
    toSrgb: ([hue, saturation, value]) => srgbFromHsv([(hue / 255) * 360, saturation / 255, value / 255]),
  },
  LAB: {
    fromSrgb(srgb) {
      const [lightness, a, b] = cielabFromSrgb(srgb)
      return [lightness * 2.55, a, b, 0]
    },
    toSrgb: ([lightness, a, b]) => srgbFromCielab([lightness / 2.55, a, b]),
  },
  YCbCr: {
    fromSrgb([red, green, blue]) {
      const [y, cb, cr] = ycbcrFromRgb([red * 255, green * 255, blue * 255])
      return [y, cb, cr, 0]
    },
    toSrgb([y, cb, cr]) {
      const [red, green, blue] = rgbFromYcbcr([y, cb, cr])
      return [red / 255, green / 255, blue / 255]
    },
  },
} as const satisfies Readonly<Record<string, ChannelSpace>>

/** Each colour of a picture changed channel by channel in a space; opacity stays. */
export function mapChannels(
  picture: Picture,
  space: ChannelSpace,
  change: (value: number, channel: 0 | 1 | 2 | 3) => number,
): Picture {
  return mapColors(picture, (srgb) => {
    const [a, b, c, d] = space.fromSrgb(srgb)
    return space.toSrgb([change(a, 0), change(b, 1), change(c, 2), change(d, 3)])
  })
}
