import { type Color, type Matrix, multiply } from './color.ts'
import { linearFromSrgb, srgbFromLinear } from './linear-srgb.ts'

/*
 * CIELAB under the white that print and image files are measured by: lightness 0..100, two opponent axes about -128..127.
 */

/** The white point of D50. */
const WHITE: Color = [0.96422, 1, 0.82521]

// primaries of sRGB (IEC 61966-2-1), adapted from D65 to D50 by the Bradford transform
const XYZ_FROM_LINEAR: Matrix = [
  [0.4360280453, 0.3851009666, 0.143090988],
  [0.2224785123, 0.716897359, 0.0606241286],
  [0.0139263818, 0.0970921687, 0.7141914494],
]
const LINEAR_FROM_XYZ: Matrix = [
  [3.1342599364, -1.6171978187, -0.4906851556],
  [-0.9787550704, 1.9161350495, 0.0334462312],
  [0.0719422668, -0.2289582063, 1.4052059886],
]

/** Where the cube root gives way to a straight line. */
const DELTA = 6 / 29
const DELTA_CUBED = DELTA ** 3
const SLOPE = 3 * DELTA ** 2

const compress = (share: number) => (share > DELTA_CUBED ? Math.cbrt(share) : share / SLOPE + 4 / 29)
const expand = (root: number) => (root > DELTA ? root * root * root : SLOPE * (root - 4 / 29))

/**
 * sRGB, 0..1, as CIELAB.
 *
 * @source  CIE 015:2018, section 8.2.1
 */
export function cielabFromSrgb(srgb: Color): Color {
  const [x, y, z] = multiply(XYZ_FROM_LINEAR, linearFromSrgb(srgb))
  const [fx, fy, fz] = [compress(x / WHITE[0]), compress(y / WHITE[1]), compress(z / WHITE[2])]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}

/** CIELAB as sRGB; what no screen shows lies outside of 0..1. */
export function srgbFromCielab([lightness, a, b]: Color): Color {
  const fy = (lightness + 16) / 116
  const xyz: Color = [WHITE[0] * expand(fy + a / 500), WHITE[1] * expand(fy), WHITE[2] * expand(fy - b / 200)]
  return srgbFromLinear(multiply(LINEAR_FROM_XYZ, xyz))
}
