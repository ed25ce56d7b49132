import type { Picture } from '../engine-types.ts'
import type { Plane } from './resample.ts'
import { toBytes } from './to-bytes.ts'

/*
 * Blurs in time that does not depend on their radius. Beyond its edges a picture goes on with its last pixels; plain areas keep
 * their colour.
 */

/** Box blurs, one after the other, that stand for a Gaussian one. */
const PASSES = 3

/**
 * The mean over a square.
 *
 * @param radius  pixels on each side of the middle one; a fraction counts the outermost ones less
 */
export function boxBlur(picture: Picture, radius: number): Picture {
  return radius > 0 ? { ...picture, data: toBytes(boxBlurPlane(picture, radius)) } : picture
}

/**
 * A Gaussian blur, near enough for the eye: three box blurs.
 *
 * @param deviation  standard deviation in pixels
 * @source           Gwosdek et al. 2011, "Theoretical foundations of Gaussian convolution by extended box filtering"
 */
export function gaussianBlur(picture: Picture, deviation: number): Picture {
  return deviation > 0 ? { ...picture, data: toBytes(gaussianBlurPlane(picture, deviation)) } : picture
}

/** The mean over a square for numbers of any kind: {@link boxBlur} before its rounding. */
export function boxBlurPlane(plane: Plane, radius: number): Float32Array {
  return radius > 0 ? blurPlane(plane, radius, 1) : new Float32Array(plane.data)
}

/** A Gaussian blur for numbers of any kind: {@link gaussianBlur} before its rounding. */
export function gaussianBlurPlane(plane: Plane, deviation: number): Float32Array {
  return deviation > 0 ? blurPlane(plane, boxRadiusFor(deviation), PASSES) : new Float32Array(plane.data)
}

/** The radius at which so many box blurs have the deviation of the Gaussian. */
function boxRadiusFor(deviation: number): number {
  const variance = deviation ** 2 / PASSES
  const whole = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2)
  const rest = ((2 * whole + 1) * (whole * (whole + 1) - 3 * variance)) / (6 * (variance - (whole + 1) ** 2))
  return whole + rest
}

function blurPlane({ data, width, height, channels }: Plane, radius: number, passes: number): Float32Array {
  const stride = width * channels
  let [from, to] = [new Float32Array(data), new Float32Array(data.length)]
  for (let pass = 0; pass < passes; pass++) {
    for (let row = 0; row < data.length; row += stride) {
      for (let channel = 0; channel < channels; channel++) blurLine(from, to, row + channel, channels, width, radius)
    }
    ;[from, to] = [to, from]
  }
  for (let pass = 0; pass < passes; pass++) {
    for (let start = 0; start < stride; start++) blurLine(from, to, start, stride, height, radius)
    ;[from, to] = [to, from]
  }
  return from
}

/** Blurs one row or column by a sum that moves along it. */
function blurLine(from: Float32Array, to: Float32Array, start: number, stride: number, length: number, radius: number): void {
  const last = length - 1
  const at = (place: number) => from[start + Math.min(last, Math.max(0, place)) * stride] as number
  const whole = Math.floor(radius)
  const rest = radius - whole
  // beyond the length of the line all that is added is its last pixel
  const reach = Math.min(whole, length)
  let sum = 0
  for (let place = -reach; place <= reach; place++) sum += at(place)
  sum += (whole - reach) * (at(0) + at(last))
  for (let place = 0; place < length; place++) {
    const edges = at(place - whole - 1) + at(place + whole + 1)
    to[start + place * stride] = (sum + rest * edges) / (2 * radius + 1)
    sum += at(place + whole + 1) - at(place - whole)
  }
}
