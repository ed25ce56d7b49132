import { type Color, mapColor, multiply } from './color.ts'
import { LINEAR_FROM_LMS, linearFromOklab, oklabFromLinear, ROOTS_FROM_LAB } from './oklab.ts'

/*
 * The gamut of sRGB seen in Oklab, where each hue is a triangle between black, white and its most colourful point, the cusp, bent a little on
 * its upper side. A hue is given as a direction: the unit vector of its axes.
 *
 * source: Ottosson 2021, "sRGB gamut clipping" and "Okhsv and Okhsl"
 */

/** A direction in the plane of Oklab's two axes, of length 1. */
export interface Direction {
  readonly a: number
  readonly b: number
}

/** A point of the triangle of a hue. */
export interface HuePoint {
  readonly lightness: number
  readonly chroma: number
}

/** Which channel of sRGB leaves the gamut first, by direction, and a polynomial that is near the saturation where it does. */
const FIRST_TO_LEAVE = {
  red: { channel: 0, fit: [1.19086277, 1.76576728, 0.59662641, 0.75515197, 0.56771245] },
  green: { channel: 1, fit: [0.73956515, -0.45954494, 0.08285427, 0.1254107, 0.14503204] },
  blue: { channel: 2, fit: [1.35733652, -0.00915799, -1.1513021, -0.50559606, 0.00692167] },
} as const

function findFirstToLeave({ a, b }: Direction) {
  if (-1.88170328 * a - 0.80936493 * b > 1) return FIRST_TO_LEAVE.red
  return 1.81444104 * a - 1.19445276 * b > 1 ? FIRST_TO_LEAVE.green : FIRST_TO_LEAVE.blue
}

/** How fast each cone response changes with chroma. */
function slopesOf({ a, b }: Direction): Color {
  return multiply(ROOTS_FROM_LAB, [0, a, b])
}

/** The value and the first two derivatives of light along a line whose cone roots are `roots` and change by `slopes`. */
function lightAlong(roots: Color, slopes: Color): readonly [Color, Color, Color] {
  const cubes = mapColor(roots, (root) => root ** 3)
  const first = mapColor(roots, (root, at) => 3 * slopes[at] * root ** 2)
  const second = mapColor(roots, (root, at) => 6 * slopes[at] ** 2 * root)
  return [multiply(LINEAR_FROM_LMS, cubes), multiply(LINEAR_FROM_LMS, first), multiply(LINEAR_FROM_LMS, second)]
}

/** The chroma, by lightness, at which a hue leaves the gamut below its cusp. */
function findMaxSaturation(direction: Direction, steps: number): number {
  const { a, b } = direction
  const { channel, fit } = findFirstToLeave(direction)
  let saturation = fit[0] + fit[1] * a + fit[2] * b + fit[3] * a * a + fit[4] * a * b
  const slopes = slopesOf(direction)
  for (let step = 0; step < steps; step++) {
    const roots = mapColor(slopes, (slope) => 1 + slope * saturation)
    const [light, first, second] = lightAlong(roots, slopes)
    // a step of Halley's method to where the channel is 0
    saturation -= (light[channel] * first[channel]) / (first[channel] ** 2 - 0.5 * light[channel] * second[channel])
  }
  return saturation
}

/** The most colourful point of a hue. @param steps  refinements; 1 is enough for bytes */
export function findCusp(direction: Direction, steps: number): HuePoint {
  const saturation = findMaxSaturation(direction, steps)
  const atFullLight = linearFromOklab([1, saturation * direction.a, saturation * direction.b])
  const lightness = Math.cbrt(1 / Math.max(...atFullLight))
  return { lightness, chroma: lightness * saturation }
}

/**
 * Where a line from a grey to a point leaves the gamut.
 *
 * @param from    lightness of the grey
 * @returns       share of the way to the point
 */
export function findExit(direction: Direction, cusp: HuePoint, from: number, to: HuePoint, steps: number): number {
  const rise = to.lightness - from
  const isBelow = rise * cusp.chroma - (cusp.lightness - from) * to.chroma <= 0
  if (isBelow) return (cusp.chroma * from) / (to.chroma * cusp.lightness - cusp.chroma * rise)
  let share = (cusp.chroma * (from - 1)) / (to.chroma * (cusp.lightness - 1) - cusp.chroma * rise)
  const slopes = slopesOf(direction)
  const changes = mapColor(slopes, (slope) => rise + to.chroma * slope)
  for (let step = 0; step < steps; step++) {
    const roots = mapColor(changes, (change) => from + share * change)
    const [light, first, second] = lightAlong(roots, changes)
    const moves = mapColor(light, (value, at) => {
      const rate = first[at] / (first[at] ** 2 - 0.5 * (value - 1) * second[at])
      // a channel that falls along the line does not leave upwards
      return rate >= 0 ? -(value - 1) * rate : Number.POSITIVE_INFINITY
    })
    share += Math.min(...moves)
  }
  return share
}

/**
 * Light of sRGB brought into the gamut along a line to a grey.
 *
 * @param keepChroma  above 0; the more, the more lightness gives way to keep colours strong
 */
export function clipToGamut(linear: Color, keepChroma: number, steps: number): Color {
  if (Math.min(...linear) >= 0 && Math.max(...linear) <= 1) return linear
  const [lightness, a, b] = oklabFromLinear(linear)
  const chroma = Math.max(1e-5, Math.hypot(a, b))
  const direction = { a: a / chroma, b: b / chroma }
  const offset = lightness - 0.5
  const reach = 0.5 + Math.abs(offset) + keepChroma * chroma
  const from = 0.5 * (1 + Math.sign(offset) * (reach - Math.sqrt(reach ** 2 - 2 * Math.abs(offset))))
  const share = findExit(direction, findCusp(direction, steps), from, { lightness, chroma }, steps)
  const clipped = share * chroma
  return linearFromOklab([from * (1 - share) + share * lightness, clipped * direction.a, clipped * direction.b])
}
