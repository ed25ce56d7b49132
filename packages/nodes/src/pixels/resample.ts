import type { Taps } from './taps.ts'

/** Numbers in rows and columns, `channels` of them at each place. */
export interface Plane {
  readonly data: ArrayLike<number>
  readonly width: number
  readonly height: number
  readonly channels: number
}

/**
 * A plane at another size, across first and then down.
 *
 * @param horizontal  for the plane's width
 * @param vertical    for its height
 */
export function resample(plane: Plane, horizontal: Taps, vertical: Taps): Float32Array {
  const { data, width, height, channels } = plane
  const columns = horizontal.first.length
  const across = new Float32Array(columns * height * channels)
  for (let row = 0; row < height; row++) {
    const source = row * width * channels
    const target = row * columns * channels
    gatherRow(data, source, across, target, horizontal, channels, channels)
  }
  const stride = columns * channels
  const down = new Float32Array(stride * vertical.first.length)
  for (let column = 0; column < stride; column++) gatherRow(across, column, down, column, vertical, stride, 1)
  return down
}

/** Makes one row (or column) anew: places lie `stride` apart in both, and each has `channels` numbers side by side. */
function gatherRow(
  source: ArrayLike<number>,
  sourceStart: number,
  target: Float32Array,
  targetStart: number,
  { first, weights }: Taps,
  stride: number,
  channels: number,
): void {
  for (let at = 0; at < first.length; at++) {
    const taps = weights[at] as Float64Array
    const begin = sourceStart + (first[at] as number) * stride
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0
      for (let tap = 0, from = begin + channel; tap < taps.length; tap++, from += stride) {
        sum += (taps[tap] as number) * (source[from] as number)
      }
      target[targetStart + at * stride + channel] = sum
    }
  }
}
