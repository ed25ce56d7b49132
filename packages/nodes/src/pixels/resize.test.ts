import { expect, test } from 'vitest'
import type { Picture } from '../engine-types.ts'
import { type Resampling, resizePicture } from './resize.ts'

const grey: Picture = {
  data: Uint8Array.of(168, 229, 184, 171, 238, 171, 20, 206, 245, 153, 204, 5, 37, 53, 213, 206, 192, 173, 6, 120),
  width: 5,
  height: 4,
  channels: 1,
}

// as Pillow 13 resizes the same picture to 3 x 3 and to 8 x 6
const smaller: Readonly<Record<Resampling, readonly number[]>> = {
  nearest: [168, 184, 238, 204, 37, 213, 206, 173, 120],
  box: [199, 184, 205, 101, 122, 166, 199, 173, 63],
  bilinear: [168, 186, 204, 113, 103, 168, 176, 108, 93],
  hamming: [179, 188, 209, 122, 110, 171, 190, 134, 89],
  bicubic: [171, 195, 208, 104, 92, 175, 186, 99, 84],
  lanczos: [171, 203, 210, 97, 81, 185, 194, 87, 80],
}
const secondRowOfLarger: Readonly<Record<Resampling, readonly number[]>> = {
  nearest: [171, 171, 20, 206, 206, 245, 153, 153],
  box: [171, 171, 20, 206, 206, 245, 153, 153],
  bilinear: [170, 150, 129, 173, 199, 208, 201, 196],
  hamming: [170, 154, 125, 185, 197, 208, 200, 196],
  bicubic: [170, 149, 133, 182, 214, 217, 204, 193],
  lanczos: [171, 150, 142, 190, 228, 225, 203, 188],
}

const farthest = (actual: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, at) => Math.abs(value - (actual[at] ?? Number.NaN))))

test.for(Object.keys(smaller) as Resampling[])('%s makes smaller and larger as Pillow does, to a level', (resampling) => {
  const small = resizePicture(grey, { width: 3, height: 3 }, resampling)
  expect(farthest(small.data, smaller[resampling])).toBeLessThanOrEqual(1)
  const large = resizePicture(grey, { width: 8, height: 6 }, resampling)
  expect(farthest(large.data.subarray(8, 16), secondRowOfLarger[resampling])).toBeLessThanOrEqual(1)
})

test.for(Object.keys(smaller) as Resampling[])('%s keeps the exact colour of plain areas', (resampling) => {
  const plain: Picture = {
    data: Uint8Array.from({ length: 70 * 4 }, (_, at) => [201, 7, 33, 255][at % 4] ?? 0),
    width: 10,
    height: 7,
    channels: 4,
  }
  for (const size of [
    { width: 3, height: 2 },
    { width: 23, height: 31 },
  ]) {
    const { data } = resizePicture(plain, size, resampling)
    expect(new Set(data.map((value, at) => value - ([201, 7, 33, 255][at % 4] ?? 0)))).toEqual(new Set([0]))
  }
})

test('what lies under transparent parts does not show at their edges', () => {
  const picture: Picture = { data: Uint8Array.of(0, 0, 255, 255, 255, 255, 255, 0), width: 2, height: 1, channels: 4 }
  const { data } = resizePicture(picture, { width: 1, height: 1 }, 'bilinear')
  expect([...data]).toEqual([0, 0, 255, 128])
})

test('a picture of the size already is given back itself', () => {
  expect(resizePicture(grey, { width: 5, height: 4 }, 'bicubic')).toBe(grey)
})
