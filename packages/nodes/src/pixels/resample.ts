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
  return mixRows(mixColumns(plane, horizontal), horizontal.first.length * plane.channels, vertical)
}

function mixColumns({ data, width, height, channels }: Plane, { first, weights }: Taps): Float32Array {
  const mixed = new Float32Array(first.length * height * channels)
  let to = 0
  for (let row = 0; row < height; row++) {
    const start = row * width * channels
    for (let column = 0; column < first.length; column++) {
      const taps = weights[column] as Float64Array
      const begin = start + (first[column] as number) * channels
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        for (let tap = 0, from = begin + channel; tap < taps.length; tap++, from += channels) {
          sum += (taps[tap] as number) * (data[from] as number)
        }
        mixed[to++] = sum
      }
    }
  }
  return mixed
}

/** Adds whole rows, one after the other, since memory is read fastest so. */
function mixRows(data: Float32Array, length: number, { first, weights }: Taps): Float32Array {
  const mixed = new Float32Array(first.length * length)
  const sums = new Float64Array(length)
  for (let row = 0; row < first.length; row++) {
    sums.fill(0)
    for (const [tap, weight] of (weights[row] as Float64Array).entries()) {
      const from = ((first[row] as number) + tap) * length
      for (let at = 0; at < length; at++) sums[at] = (sums[at] as number) + weight * (data[from + at] as number)
    }
    mixed.set(sums, row * length)
  }
  return mixed
}
