import type { Picture } from '../engine-types.ts'
import type { Plane } from './resample.ts'
import { toBytes } from './to-bytes.ts'

/*
 * Blurs in time that does not depend on their radius. Beyond its edges a picture goes on with its last pixels; plain areas keep
 * their colour.
 */

/** Box blurs, one after the other, that stand for a Gaussian one. */
const PASSES = 3
/** In pixels. Beyond it a blur does not change any more, and its sums would lose their last digits. */
const MAX_RADIUS = 1e6

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
  return radius > 0 ? blurPlane(plane, Math.min(radius, MAX_RADIUS), 1) : new Float32Array(plane.data)
}

/** A Gaussian blur for numbers of any kind: {@link gaussianBlur} before its rounding. */
export function gaussianBlurPlane(plane: Plane, deviation: number): Float32Array {
  return deviation > 0 ? blurPlane(plane, boxRadiusFor(Math.min(deviation, MAX_RADIUS)), PASSES) : new Float32Array(plane.data)
}

/** The radius at which so many box blurs have the deviation of the Gaussian. */
function boxRadiusFor(deviation: number): number {
  const variance = deviation ** 2 / PASSES
  const whole = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2)
  const rest = ((2 * whole + 1) * (whole * (whole + 1) - 3 * variance)) / (6 * (variance - (whole + 1) ** 2))
  return whole + rest
}

function blurPlane({ data, width, height, channels }: Plane, radius: number, passes: number): Float32Array {
  let [from, to] = [new Float32Array(data), new Float32Array(data.length)]
  const passOver = (blur: (from: Float32Array, to: Float32Array) => void) => {
    for (let pass = 0; pass < passes; pass++) {
      blur(from, to)
      ;[from, to] = [to, from]
    }
  }
  passOver((source, target) => blurAcross(source, target, width, channels, radius))
  passOver((source, target) => blurDown(source, target, width * channels, height, radius))
  return from
}

/** How a window lies on a line: whole places on each side of the middle one, and how much the next ones on both sides count. */
function openWindow(radius: number, length: number) {
  const whole = Math.floor(radius)
  // beyond the length of the line all that is added is its last pixel
  const reach = Math.min(whole, length)
  return { rest: radius - whole, reach, beyond: whole - reach, share: 1 / (2 * radius + 1) }
}

/** Blurs rows, each by a sum that moves along it. */
function blurAcross(from: Float32Array, to: Float32Array, width: number, channels: number, radius: number): void {
  const { rest, reach, beyond, share } = openWindow(radius, width)
  const stride = width * channels
  const margin = (reach + 1) * channels
  // a row with its ends repeated, so that the window never leaves it
  const line = new Float32Array(stride + 2 * margin)
  for (let row = 0; row < from.length; row += stride) {
    line.set(from.subarray(row, row + stride), margin)
    for (let at = margin - 1; at >= 0; at--) line[at] = line[at + channels] as number
    for (let at = margin + stride; at < line.length; at++) line[at] = line[at - channels] as number
    for (let channel = 0; channel < channels; channel++) {
      let sum = beyond * ((line[channel] as number) + (line[line.length - channels + channel] as number))
      for (let at = channel + channels; at < channel + margin * 2; at += channels) sum += line[at] as number
      let entering = channel + 2 * margin
      for (let place = channel, leaving = channel; place < stride; place += channels, leaving += channels, entering += channels) {
        const next = line[entering] as number
        to[row + place] = (sum + rest * ((line[leaving] as number) + next)) * share
        sum += next - (line[leaving + channels] as number)
      }
    }
  }
}

/** Blurs columns, all of them a row at a time, since memory is read fastest so. */
function blurDown(from: Float32Array, to: Float32Array, stride: number, height: number, radius: number): void {
  const { rest, reach, beyond, share } = openWindow(radius, height)
  const rowAt = (place: number) => Math.min(height - 1, Math.max(0, place)) * stride
  const sums = new Float64Array(stride)
  const last = rowAt(height)
  for (let at = 0; at < stride; at++) sums[at] = beyond * ((from[at] as number) + (from[last + at] as number))
  for (let place = -reach; place <= reach; place++) {
    const row = rowAt(place)
    for (let at = 0; at < stride; at++) sums[at] = (sums[at] as number) + (from[row + at] as number)
  }
  for (let place = 0; place < height; place++) {
    const [row, before, leaving, entering] = [
      place * stride,
      rowAt(place - reach - 1),
      rowAt(place - reach),
      rowAt(place + reach + 1),
    ]
    for (let at = 0; at < stride; at++) {
      const sum = sums[at] as number
      const next = from[entering + at] as number
      to[row + at] = (sum + rest * ((from[before + at] as number) + next)) * share
      sums[at] = sum + next - (from[leaving + at] as number)
    }
  }
}
