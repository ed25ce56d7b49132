import { createTensor } from '@bottega/engine'
import { describe, expect, test } from 'vitest'
import { type Interpolation, interpolate } from './interpolate.ts'

const plane = [168, 229, 184, 171, 238, 171, 20, 206, 245, 153, 204, 5, 37, 53, 213, 206, 192, 173, 6, 120]
const tensor = createTensor(Float32Array.from(plane), [1, 1, 4, 5])

// as torch.nn.functional.interpolate 2.15 gives them: to 3 x 3, and the second row by a factor of 1.3
const smaller: Readonly<Partial<Record<Interpolation, readonly number[]>>> = {
  nearest: [168, 229, 171, 171, 20, 245, 204, 5, 53],
  bilinear: [177.056, 187.667, 210.333, 129.167, 121.5, 171.667, 190.722, 150.333, 94.944],
  bicubic: [178.255, 190.091, 211.942, 113.26, 110.812, 179.133, 194.055, 150.548, 87.203],
  area: [147, 175.833, 201.75, 100, 94.333, 166, 151.75, 77.667, 98],
  'nearest-exact': [168, 184, 238, 204, 37, 213, 206, 173, 120],
}
const secondRow: Readonly<Partial<Record<Interpolation, readonly number[]>>> = {
  nearest: [168, 168, 229, 184, 171, 171],
  bilinear: [169.962, 119.213, 137.209, 202.423, 218.577, 192.374],
  bicubic: [171.496, 101.237, 133.055, 235.125, 243.192, 191.945],
  area: [169.5, 147, 159.75, 201.5, 201.75, 195.5],
  'nearest-exact': [171, 20, 20, 206, 245, 153],
}
const averaged = {
  bilinear: [167.786, 185.778, 204.229, 112.5, 103.389, 168.429, 175.614, 108.111, 93.129],
  bicubic: [170.89, 194.903, 208.72, 104.278, 91.934, 175.571, 185.701, 99.615, 84.097],
} as const

const expectClose = (actual: ArrayLike<number>, expected: readonly number[]) => {
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, 2)
}

describe('as torch does it', () => {
  test.for(Object.entries(smaller) as [Interpolation, number[]][])('%s to a size', ([mode, expected]) => {
    expectClose(interpolate(tensor, { width: 3, height: 3, mode }).data, expected)
  })

  test.for(Object.entries(secondRow) as [Interpolation, number[]][])('%s by a factor', ([mode, expected]) => {
    const scaled = interpolate(tensor, { width: 6, height: 5, mode, scale: 1 / 1.3 })
    expect(scaled.shape).toEqual([1, 1, 5, 6])
    expectClose(scaled.data.subarray(6, 12), expected)
  })

  test.for(['bilinear', 'bicubic'] as const)('%s with averaging', (mode) => {
    expectClose(interpolate(tensor, { width: 3, height: 3, mode, isAntialiased: true }).data, averaged[mode])
  })
})

test.for(['linear', 'trilinear'] as const)('%s is refused, since latents have two dimensions', (mode) => {
  expect(() => interpolate(tensor, { width: 3, height: 3, mode })).toThrow(/choose another/)
})

test('every row and channel is done by itself', () => {
  const two = createTensor(Float32Array.from([...plane, ...plane.map((value) => -value)]), [1, 2, 4, 5])
  const { data, shape } = interpolate(two, { width: 3, height: 2, mode: 'bicubic' })
  expect(shape).toEqual([1, 2, 2, 3])
  expect([...data.subarray(6)]).toEqual([...data.subarray(0, 6)].map((value) => -value))
})

test.for(['nearest', 'nearest-exact', 'bilinear', 'bicubic', 'area'] as const)('%s of a single latent', (mode) => {
  const one = createTensor(Float32Array.of(3), [1, 1, 1, 1])
  expect([...interpolate(one, { width: 3, height: 2, mode }).data]).toEqual([3, 3, 3, 3, 3, 3])
})
