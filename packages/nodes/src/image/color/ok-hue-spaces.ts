import { type Color, wrapDegrees } from './color.ts'
import { linearFromSrgb, srgbFromLinear } from './linear-srgb.ts'
import { type Direction, findCusp, findExit, type HuePoint } from './ok-gamut.ts'
import { linearFromOklab, oklabFromLinear } from './oklab.ts'

/*
 * Okhsv and Okhsl: hue in degrees, and the triangle of that hue stretched to a square, so that every value of 0..1 is a colour of sRGB.
 *
 * source: Ottosson 2021, "Okhsv and Okhsl"
 */

const K1 = 0.206
const K2 = 0.03
const K3 = (1 + K1) / (1 + K2)

/** Lightness of Oklab as the eye judges it against white. */
function toe(x: number): number {
  const bent = K3 * x - K1
  return 0.5 * (bent + Math.sqrt(bent * bent + 4 * K2 * K3 * x))
}

const invertToe = (x: number) => (x * x + K1 * x) / (K3 * (x + K2))

/** The slopes of a hue's triangle: chroma by lightness, from black and from white. */
interface Slopes {
  readonly fromBlack: number
  readonly fromWhite: number
}

const slopesTo = ({ lightness, chroma }: HuePoint): Slopes => ({
  fromBlack: chroma / lightness,
  fromWhite: chroma / (1 - lightness),
})

const directionOf = (hue: number): Direction => ({ a: Math.cos((hue * Math.PI) / 180), b: Math.sin((hue * Math.PI) / 180) })

const isGrey = (chroma: number) => chroma < 1e-6

/** How far a colour may be made brighter before a channel is full, as a factor on lightness. */
function headroom({ a, b }: Direction, { lightness, chroma }: HuePoint): number {
  const [red, green, blue] = linearFromOklab([lightness, a * chroma, b * chroma])
  return Math.cbrt(1 / Math.max(0, red, green, blue))
}

const START = 0.5

/** A colour of full value: where it lies before and after the toe. */
function fullValueAt(saturation: number, { fromBlack, fromWhite }: Slopes): HuePoint {
  const k = 1 - START / fromBlack
  const base = START + fromWhite - fromWhite * k * saturation
  return { lightness: 1 - (saturation * START) / base, chroma: (saturation * fromWhite * START) / base }
}

function bendDown({ lightness, chroma }: HuePoint): HuePoint {
  const bent = invertToe(lightness)
  return { lightness: bent, chroma: lightness === 0 ? 0 : (chroma * bent) / lightness }
}

/** Okhsv, hue in degrees and the others 0..1, as sRGB. */
export function srgbFromOkhsv([hue, saturation, value]: Color, steps: number): Color {
  if (value === 0) return [0, 0, 0]
  const direction = directionOf(hue)
  const full = fullValueAt(saturation, slopesTo(findCusp(direction, steps)))
  const factor = headroom(direction, bendDown(full))
  const { lightness, chroma } = bendDown({ lightness: value * full.lightness, chroma: value * full.chroma })
  const strength = chroma * factor
  return srgbFromLinear(linearFromOklab([lightness * factor, direction.a * strength, direction.b * strength]))
}

/** sRGB as Okhsv, hue in degrees and the others 0..1. */
export function okhsvFromSrgb(srgb: Color, steps: number): Color {
  const [lightness, a, b] = oklabFromLinear(linearFromSrgb(srgb))
  const chroma = Math.sqrt(a * a + b * b)
  if (isGrey(chroma)) return [0, 0, toe(lightness)]
  const direction = { a: a / chroma, b: b / chroma }
  const { fromBlack, fromWhite } = slopesTo(findCusp(direction, steps))
  const stretch = fromWhite / (chroma + lightness * fromWhite)
  const full = { lightness: stretch * lightness, chroma: stretch * chroma }
  const factor = headroom(direction, bendDown(full))
  const value = toe(lightness / factor) / full.lightness
  const k = 1 - START / fromBlack
  const saturation = ((START + fromWhite) * full.chroma) / (fromWhite * START + fromWhite * k * full.chroma)
  return [hueOf(direction), saturation, value]
}

const hueOf = ({ a, b }: Direction) => wrapDegrees((Math.atan2(b, a) * 180) / Math.PI)

/** A smooth stand-in for the cusp that depends on the hue alone. */
function smoothSlopes({ a, b }: Direction): Slopes {
  const black =
    7.4477897 +
    4.1590124 * b +
    a * (-2.19557347 + 1.75198401 * b + a * (-2.13704948 - 10.02301043 * b + a * (-4.24894561 + 5.38770819 * b + 4.69891013 * a)))
  const white =
    1.6132032 -
    0.68124379 * b +
    a * (0.40370612 + 0.90148123 * b + a * (-0.27087943 + 0.6122399 * b + a * (0.00299215 - 0.45399568 * b - 0.14661872 * a)))
  return { fromBlack: 0.11516993 + 1 / black, fromWhite: 0.11239642 + 1 / white }
}

/** Chroma at which saturation is 0.8 and 1, and its growth from grey on, at one lightness of a hue. */
interface ChromaScale {
  readonly atGrey: number
  readonly middle: number
  readonly most: number
}

/** Nearly the lesser of two. */
const soften = (one: number, other: number) => 1 / (1 / one + 1 / other)

function scaleChroma(lightness: number, direction: Direction, steps: number): ChromaScale {
  const cusp = findCusp(direction, steps)
  const most = findExit(direction, cusp, lightness, { lightness, chroma: 1 }, steps)
  const edge = slopesTo(cusp)
  const smooth = smoothSlopes(direction)
  const dark = 1 - lightness
  const correction = most / Math.min(lightness * edge.fromBlack, dark * edge.fromWhite)
  return {
    atGrey: Math.sqrt(soften((lightness * 0.4) ** 2, (dark * 0.8) ** 2)),
    middle: 0.9 * correction * soften((lightness * smooth.fromBlack) ** 4, (dark * smooth.fromWhite) ** 4) ** 0.25,
    most,
  }
}

/** Where the scale of saturation changes from one curve to another. */
const MIDDLE = 0.8

/** Begin, slope and bend of a part of the scale: chroma is begin + t·slope / (1 − bend·t). */
function curveOf({ atGrey, middle, most }: ChromaScale, isLower: boolean) {
  if (isLower) return { begin: 0, slope: MIDDLE * atGrey, bend: 1 - (MIDDLE * atGrey) / middle }
  const slope = ((1 - MIDDLE) * middle ** 2) / (MIDDLE ** 2 * atGrey)
  return { begin: middle, slope, bend: 1 - slope / (most - middle) }
}

/** Okhsl, hue in degrees and the others 0..1, as sRGB. */
export function srgbFromOkhsl([hue, saturation, lightness]: Color, steps: number): Color {
  if (lightness <= 0) return [0, 0, 0]
  if (lightness >= 1) return [1, 1, 1]
  const direction = directionOf(hue)
  const light = invertToe(lightness)
  // so near to white that there is no room for chroma, the scale has no numbers
  if (saturation === 0) return srgbFromLinear(linearFromOklab([light, 0, 0]))
  const isLower = saturation < MIDDLE
  const { begin, slope, bend } = curveOf(scaleChroma(light, direction, steps), isLower)
  const t = isLower ? saturation / MIDDLE : (saturation - MIDDLE) / (1 - MIDDLE)
  const chroma = begin + (t * slope) / (1 - bend * t)
  return srgbFromLinear(linearFromOklab([light, chroma * direction.a, chroma * direction.b]))
}

/** sRGB as Okhsl, hue in degrees and the others 0..1. */
export function okhslFromSrgb(srgb: Color, steps: number): Color {
  const [light, a, b] = oklabFromLinear(linearFromSrgb(srgb))
  const chroma = Math.sqrt(a * a + b * b)
  if (isGrey(chroma)) return [0, 0, toe(light)]
  const direction = { a: a / chroma, b: b / chroma }
  const scale = scaleChroma(light, direction, steps)
  const isLower = chroma < scale.middle
  const { begin, slope, bend } = curveOf(scale, isLower)
  const t = (chroma - begin) / (slope + bend * (chroma - begin))
  return [hueOf(direction), isLower ? t * MIDDLE : MIDDLE + (1 - MIDDLE) * t, toe(light)]
}
