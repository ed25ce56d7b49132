import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Picture } from '../engine-types.ts'
import { boxBlur, boxBlurPlane, gaussianBlur, gaussianBlurPlane } from './blur.ts'
import type { Plane } from './resample.ts'

const grey: Picture = {
  data: Uint8Array.of(168, 229, 184, 171, 238, 171, 20, 206, 245, 153, 204, 5, 37, 53, 213, 206, 192, 173, 6, 120),
  width: 5,
  height: 4,
  channels: 1,
}

const expectNear = ({ data }: Picture, expected: readonly number[]) => {
  expect(data.length).toBe(expected.length)
  for (const [at, value] of expected.entries()) expect(Math.abs(value - (data[at] ?? Number.NaN))).toBeLessThanOrEqual(1)
}

test('blurs as Pillow 13 does, to a level', () => {
  expectNear(
    gaussianBlur(grey, 1.5),
    [158, 160, 166, 175, 182, 154, 152, 153, 159, 165, 152, 145, 138, 138, 141, 152, 141, 128, 123, 124],
  )
  expectNear(
    boxBlur(grey, 1.4),
    [167, 168, 173, 187, 200, 160, 151, 146, 161, 177, 164, 147, 129, 137, 146, 175, 149, 118, 116, 120],
  )
})

/** The mean of each place's window, place by place: what lies beyond the picture is its last pixel, and a part of a pixel counts as much. */
function blurSlowly({ data, width, height, channels }: Plane, radius: number): number[] {
  const reach = Math.ceil(radius)
  const weighAt = (distance: number) => Math.min(1, Math.max(0, radius + 1 - Math.abs(distance)))
  const within = (place: number, length: number) => Math.min(length - 1, Math.max(0, place))
  return Array.from(data, (_, at) => {
    const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)]
    let sum = 0
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const from = (within(y + dy, height) * width + within(x + dx, width)) * channels + (at % channels)
        sum += weighAt(dx) * weighAt(dy) * (data[from] ?? Number.NaN)
      }
    }
    return sum / (2 * radius + 1) ** 2
  })
}

const somePlane = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 7 }), channels: fc.constantFrom(1, 3, 4) })
  .chain(({ width, height, channels }) => {
    const length = width * height * channels
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: length, maxLength: length })
    return numbers.map((data) => ({ data, width, height, channels }))
  })

const expectAlike = (actual: Float32Array, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length)
  for (const [at, value] of expected.entries()) expect(Math.abs((actual[at] ?? Number.NaN) - value)).toBeLessThan(0.01)
}

test('the sum that moves along each line is the mean of each window', () => {
  const radius = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.01, max: 12, noNaN: true }))
  fc.assert(fc.property(somePlane, radius, (plane, size) => expectAlike(boxBlurPlane(plane, size), blurSlowly(plane, size))))
})

test('a Gaussian is three box blurs', () => {
  // the box of radius 1, three times, has a variance of 3 * 2/3
  fc.assert(
    fc.property(somePlane, (plane) => {
      const once = { ...plane, data: blurSlowly(plane, 1) }
      const twice = { ...plane, data: blurSlowly(once, 1) }
      expectAlike(gaussianBlurPlane(plane, Math.SQRT2), blurSlowly(twice, 1))
    }),
  )
})

test('a point spreads to the same shape in all directions, with the deviation asked for', () => {
  const side = 81
  const data = new Uint8Array(side * side)
  for (let y = 36; y < 45; y++) data.fill(255, y * side + 36, y * side + 45)
  const blurred = gaussianBlur({ data, width: side, height: side, channels: 1 }, 6)
  const row = [...blurred.data.subarray(40 * side, 41 * side)]
  expect(row).toEqual([...row].reverse())
  expect(row).toEqual(row.map((_, y) => blurred.data[y * side + 40]))
  const sum = row.reduce((total, value) => total + value, 0)
  const variance = row.reduce((total, value, x) => total + value * (x - 40) ** 2, 0) / sum
  // that of the square, 9 pixels wide, and that of the blur
  expect(Math.sqrt(variance - 80 / 12)).toBeCloseTo(6, 0)
})

test.for([0.3, 1, 7.5, 1e6, 1e15, 1e308])('plain areas keep their colour at radius %d', (radius) => {
  const plain: Picture = {
    data: Uint8Array.from({ length: 60 }, (_, at) => [9, 200, 77][at % 3] ?? 0),
    width: 5,
    height: 4,
    channels: 3,
  }
  expect(gaussianBlur(plain, radius)).toEqual(plain)
  expect(boxBlur(plain, radius)).toEqual(plain)
})

test('a radius of 0 leaves the picture as it is', () => {
  expect(gaussianBlur(grey, 0)).toBe(grey)
  expect(boxBlur(grey, 0)).toBe(grey)
})
