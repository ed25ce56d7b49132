import { createTensor } from '@bottega/engine'
import { expect, test } from 'vitest'
import { compareExactly, compareTensor, forwardTolerance, isWithin, timestepTolerance } from './comparison.ts'

const vector = (...values: number[]) => createTensor(Float32Array.from(values), [values.length])

test('the largest difference is the error', () => {
  expect(compareTensor('x', vector(1, 2, 3), vector(1, 2.5, 3.25), 0.6)).toEqual({ name: 'x', error: 0.5, tolerance: 0.6 })
})

test.for([
  ['a missing output', compareTensor('x', undefined, vector(1), 1)],
  ['a missing reference', compareTensor('x', vector(1), undefined, 1)],
  ['another shape', compareTensor('x', vector(1), vector(1, 2), 9)],
  ['a NaN', compareTensor('x', vector(Number.NaN), vector(1), 9)],
  ['an infinity', compareTensor('x', vector(Number.POSITIVE_INFINITY), vector(1), 9)],
  ['a NaN in the reference', compareTensor('x', vector(1), vector(Number.NaN), 9)],
  ['another list', compareExactly('x', [1, 2], [1, 3])],
] as const)('%s is a failure', ([, comparison]) => {
  expect(isWithin(comparison)).toBe(false)
})

test('large tensors are compared by their magnitude, timesteps exactly unless they are fractions', () => {
  expect(forwardTolerance(vector(3))).toBe(1e-4)
  expect(forwardTolerance(vector(-40, 2))).toBeCloseTo(4e-3)
  expect(timestepTolerance(vector(951, 1))).toBe(0)
  expect(timestepTolerance(vector(951.5, 1))).toBe(1e-3)
})
