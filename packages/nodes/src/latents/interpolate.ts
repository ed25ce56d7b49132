import { createTensor, type Tensor } from '@bottega/engine'
import { resample } from '../pixels/resample.ts'
import { areaTaps, cubicTaps, filterTaps, leftTaps, linearTaps, nearestTaps, type Taps } from '../pixels/taps.ts'
import { refuse } from '../refuse.ts'

/** How numbers in between are made, by the names on the wire. */
export const INTERPOLATIONS = ['nearest', 'linear', 'bilinear', 'bicubic', 'trilinear', 'area', 'nearest-exact'] as const

/** One of {@link INTERPOLATIONS}. */
export type Interpolation = (typeof INTERPOLATIONS)[number]

/** Where to and how. */
export interface InterpolateOptions {
  readonly width: number
  readonly height: number
  readonly mode: Interpolation
  /** Whether making smaller averages; for `bilinear` and `bicubic`. */
  readonly isAntialiased?: boolean
  /** Old places a new one, when it is not the ratio of the sizes. */
  readonly scale?: number
}

type MakeTaps = (from: number, to: number, scale?: number) => Taps

function tapsOf(mode: Interpolation, isAntialiased: boolean): MakeTaps {
  switch (mode) {
    case 'nearest':
      return leftTaps
    case 'nearest-exact':
      return nearestTaps
    case 'area':
      return areaTaps
    case 'bilinear':
      return isAntialiased ? (from, to, scale) => filterTaps(from, to, 'bilinear', scale) : linearTaps
    case 'bicubic':
      return isAntialiased ? (from, to, scale) => filterTaps(from, to, 'bicubic', scale) : cubicTaps
    default:
      return refuse(`The mode ${mode} is for numbers in one or three dimensions; latents have two: choose another.`)
  }
}

/**
 * A tensor [N, C, H, W] at another size.
 *
 * - `nearest`        the old place under the left edge of each new one
 * - `nearest-exact`  the one under its middle
 * - `area`           the mean of those that it touches
 * - `bilinear`       straight lines between their middles
 * - `bicubic`        cubics through them
 *
 * @throws EngineError `request_invalid` for modes of other dimensions
 */
export function interpolate(tensor: Tensor, { width, height, mode, isAntialiased = false, scale }: InterpolateOptions): Tensor {
  const makeTaps = tapsOf(mode, isAntialiased)
  const [batch = 0, channels = 0, oldHeight = 0, oldWidth = 0] = tensor.shape
  const horizontal = makeTaps(oldWidth, width, scale)
  const vertical = makeTaps(oldHeight, height, scale)
  const [oldPlane, plane] = [oldHeight * oldWidth, height * width]
  const data = new Float32Array(batch * channels * plane)
  for (let at = 0; at < batch * channels; at++) {
    const old = tensor.data.subarray(at * oldPlane, (at + 1) * oldPlane)
    data.set(resample({ data: old, width: oldWidth, height: oldHeight, channels: 1 }, horizontal, vertical), at * plane)
  }
  return createTensor(data, [batch, channels, height, width])
}
