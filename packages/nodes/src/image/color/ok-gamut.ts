import { type Color, multiply } from './color.ts'
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

/** The value and the first two derivatives of one channel of light along a line whose cone roots are `from + way * changes`. */
function channelAlong([long, medium, short]: Color, from: number, way: number, changes: Color): Color {
  const [l, m, s] = [from + way * changes[0], from + way * changes[1], from + way * changes[2]]
  const [ll, mm, ss] = [long * l * l, medium * m * m, short * s * s]
  return [
    ll * l + mm * m + ss * s,
    3 * (changes[0] * ll + changes[1] * mm + changes[2] * ss),
    6 * (changes[0] * changes[0] * long * l + changes[1] * changes[1] * medium * m + changes[2] * changes[2] * short * s),
  ]
}

/** The chroma, by lightness, at which a hue leaves the gamut below its cusp. */
function findMaxSaturation(direction: Direction, steps: number): number {
  const { a, b } = direction
  const { channel, fit } = findFirstToLeave(direction)
  let saturation = fit[0] + fit[1] * a + fit[2] * b + fit[3] * a * a + fit[4] * a * b
  const slopes = slopesOf(direction)
  for (let step = 0; step < steps; step++) {
    const [light, first, second] = channelAlong(LINEAR_FROM_LMS[channel], 1, saturation, slopes)
    // a step of Halley's method to where the channel is 0
    saturation -= (light * first) / (first * first - 0.5 * light * second)
  }
  return saturation
}

/** The most colourful point of a hue. @param steps  refinements; 1 is enough for bytes */
export function findCusp(direction: Direction, steps: number): HuePoint {
  const saturation = findMaxSaturation(direction, steps)
  const atFullLight = linearFromOklab([1, saturation * direction.a, saturation * direction.b])
  const lightness = Math.cbrt(1 / Math.max(atFullLight[0], atFullLight[1], atFullLight[2]))
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
  const [long, medium, short] = slopesOf(direction)
  const changes: Color = [rise + to.chroma * long, rise + to.chroma * medium, rise + to.chroma * short]
  for (let step = 0; step < steps; step++) {
    let move = Number.POSITIVE_INFINITY
    for (const weights of LINEAR_FROM_LMS) {
      const [light, first, second] = channelAlong(weights, from, share, changes)
      const rate = first / (first * first - 0.5 * (light - 1) * second)
      // a channel that falls along the line does not leave upwards
      if (rate >= 0) move = Math.min(move, (1 - light) * rate)
    }
    share += move
  }
  return share
}

/**
 * Light of sRGB brought into the gamut along a line to a grey.
 *
 * @param keepChroma  above 0; the more, the more lightness gives way to keep colours strong
 */
export function clipToGamut(linear: Color, keepChroma: number, steps: number): Color {
  const [red, green, blue] = linear
  if (Math.min(red, green, blue) >= 0 && Math.max(red, green, blue) <= 1) return linear
  const [lightness, a, b] = oklabFromLinear(linear)
  const chroma = Math.max(1e-5, Math.sqrt(a * a + b * b))
  const direction = { a: a / chroma, b: b / chroma }
  const offset = lightness - 0.5
  const reach = 0.5 + Math.abs(offset) + keepChroma * chroma
  const from = 0.5 * (1 + Math.sign(offset) * (reach - Math.sqrt(reach * reach - 2 * Math.abs(offset))))
  const share = findExit(direction, findCusp(direction, steps), from, { lightness, chroma }, steps)
  const clipped = share * chroma
  return linearFromOklab([from * (1 - share) + share * lightness, clipped * direction.a, clipped * direction.b])
}
