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
function toByte(share: number): number {
  if (share >= 1) return 255
  return share > 0 ? Math.trunc(share * 255 + 0.5) : 0
}

/** The sRGB colour, 0..1, that begins at a byte. */
export function colorAt(bytes: Uint8Array | Float32Array, at: number): Color {
  return [(bytes[at] as number) / 255, (bytes[at + 1] as number) / 255, (bytes[at + 2] as number) / 255]
}

/** Writes an sRGB colour, 0..1, from a byte on; what lies outside is clipped. */
export function putColor(bytes: Uint8Array, at: number, [red, green, blue]: Color): void {
  bytes[at] = toByte(red)
  bytes[at + 1] = toByte(green)
  bytes[at + 2] = toByte(blue)
}

/** An angle in degrees, 0 to below 360. */
export function wrapDegrees(angle: number): number {
  const rest = angle % 360
  const positive = rest < 0 ? rest + 360 : rest
  // a hair below 0 comes to 360 itself
  return positive < 360 ? positive : 0
}

/** Colours that {@link mapColors} remembers; a power of 2. */
const REMEMBERED = 1 << 16

/**
 * Each colour of a picture made anew; opacity stays, and a grey picture stays grey.
 *
 * @param change  from sRGB to sRGB, 0..1; results outside are clipped
 */
export function mapColors(picture: Picture, change: (srgb: Color) => Color): Picture {
  const source = picture.channels === 1 ? toRgb(picture) : picture
  const { channels } = source
  const data = source.data.slice()
  // the same colours come again and again: each place remembers the last one that fell to it
  const known = new Int32Array(REMEMBERED).fill(-1)
  const made = new Int32Array(REMEMBERED)
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number]
    const code = (red << 16) | (green << 8) | blue
    const place = (Math.imul(code, 0x9e3779b1) >>> 8) & (REMEMBERED - 1)
    if (known[place] !== code) {
      known[place] = code
      made[place] = packBytes(change([red / 255, green / 255, blue / 255]))
    }
    const packed = made[place] as number
    data[at] = packed >> 16
    data[at + 1] = packed >> 8
    data[at + 2] = packed
  }
  const changed: Picture = { ...source, data }
  return picture.channels === 1 ? toGrey(changed) : changed
}

const packBytes = ([red, green, blue]: Color) => (toByte(red) << 16) | (toByte(green) << 8) | toByte(blue)
