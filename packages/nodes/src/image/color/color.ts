import type { Picture } from '../../engine-types.ts'
import { toGrey, toRgb } from '../../pixels/modes.ts'

/** Three numbers that stand for a colour; which ones, and their ranges, say the functions that make and take them. */
export type Color = readonly [number, number, number]

/** A matrix of three rows. */
export type Matrix = readonly [Color, Color, Color]

/** A matrix times a colour. */
export function multiply([one, two, three]: Matrix, color: Color): Color {
  return [dot(one, color), dot(two, color), dot(three, color)]
}

const dot = (one: Color, other: Color) => one[0] * other[0] + one[1] * other[1] + one[2] * other[2]

/** Each of the three numbers changed. */
export function mapColor(color: Color, change: (value: number, at: 0 | 1 | 2) => number): Color {
  return [change(color[0], 0), change(color[1], 1), change(color[2], 2)]
}

/** A share, 0..1, as a byte; what lies outside is clipped. */
export function toByte(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 255)
}

/** An angle in degrees, 0 to below 360. */
export function wrapDegrees(angle: number): number {
  const rest = angle % 360
  const positive = rest < 0 ? rest + 360 : rest
  // a hair below 0 comes to 360 itself
  return positive < 360 ? positive : 0
}

/**
 * Each colour of a picture made anew; opacity stays, and a grey picture stays grey.
 *
 * @param change  from sRGB to sRGB, 0..1; results outside are clipped
 */
export function mapColors(picture: Picture, change: (srgb: Color) => Color): Picture {
  const { channels } = picture
  const source = channels === 1 ? toRgb(picture) : picture
  const data = Uint8Array.from(source.data)
  // neighbours are often alike
  let last = -1
  let [red, green, blue] = [0, 0, 0]
  for (let at = 0; at < data.length; at += source.channels) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number]
    const code = (r << 16) | (g << 8) | b
    if (code !== last) [red, green, blue] = change([r / 255, g / 255, b / 255])
    last = code
    data[at] = toByte(red)
    data[at + 1] = toByte(green)
    data[at + 2] = toByte(blue)
  }
  const changed: Picture = { ...source, data }
  return channels === 1 ? toGrey(changed) : changed
}
