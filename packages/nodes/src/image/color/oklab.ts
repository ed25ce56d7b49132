import { type Color, type Matrix, multiply, wrapDegrees } from './color.ts'

/*
 * Oklab: lightness 0..1 and two opponent axes, about -0.4..0.4, evenly spaced to the eye. Oklch is the same as lightness, chroma and hue.
 *
 * source: Ottosson 2020, "A perceptual color space for image processing"
 */

const LMS_FROM_LINEAR: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const LAB_FROM_ROOTS: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]

/** From Oklab to the cube roots of cone responses. */
export const ROOTS_FROM_LAB: Matrix = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
]

/** From cone responses to light of sRGB. */
export const LINEAR_FROM_LMS: Matrix = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
]

/** Light of sRGB as Oklab. */
export function oklabFromLinear(linear: Color): Color {
  const [long, medium, short] = multiply(LMS_FROM_LINEAR, linear)
  return multiply(LAB_FROM_ROOTS, [Math.cbrt(long), Math.cbrt(medium), Math.cbrt(short)])
}

/** Oklab as light of sRGB; what no screen shows lies outside of 0..1. */
export function linearFromOklab(lab: Color): Color {
  const [long, medium, short] = multiply(ROOTS_FROM_LAB, lab)
  return multiply(LINEAR_FROM_LMS, [long * long * long, medium * medium * medium, short * short * short])
}

/** Lightness, chroma and hue in degrees of a colour of lightness and two axes. */
export function lchFromLab([lightness, a, b]: Color): Color {
  return [lightness, Math.sqrt(a * a + b * b), wrapDegrees((Math.atan2(b, a) * 180) / Math.PI)]
}

/** Lightness and two axes of a colour of lightness, chroma and hue in degrees. */
export function labFromLch([lightness, chroma, hue]: Color): Color {
  const angle = (hue * Math.PI) / 180
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]
}
