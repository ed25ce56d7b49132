import { expect, test } from 'vitest'
import { createTensor } from '../tensor/index.ts'
import { applyGuidance, isGuided } from './guidance.ts'

const pair = (negative: number[], positive: number[]) =>
  createTensor(Float32Array.from([...negative, ...positive]), [2, 1, 1, negative.length])

const deviation = (values: ArrayLike<number>) => {
  const list = Array.from(values)
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1))
}

test('a scale of 1 or less leaves the negative prompt out', () => {
  expect([0, 0.5, 1, 1.01, 7].map((scale) => isGuided({ scale }))).toEqual([false, false, false, true, true])
})

test('guidance goes from the negative prediction through the positive one and beyond', () => {
  const guided = applyGuidance(pair([1, 2], [2, 4]), { scale: 3, rescale: 0 })
  expect([...guided.data]).toEqual([4, 8])
  expect(guided.shape).toEqual([1, 1, 1, 2])
})

test('a full rescale gives each picture the deviation of its positive prediction, a half one is between', () => {
  const prediction = pair([0, 1, 0, 1], [2, -1, 3, 0])
  const plain = deviation(applyGuidance(prediction, { scale: 5, rescale: 0 }).data)
  const full = deviation(applyGuidance(prediction, { scale: 5, rescale: 1 }).data)
  const half = deviation(applyGuidance(prediction, { scale: 5, rescale: 0.5 }).data)
  expect(full).toBeCloseTo(deviation([2, -1, 3, 0]), 5)
  expect(half).toBeCloseTo((plain + full) / 2, 5)
})

test('pictures of a batch are rescaled each by itself', () => {
  const batch = createTensor(Float32Array.from([0, 0, 0, 0, 1, -1, 10, -10]), [4, 1, 1, 2])
  const guided = applyGuidance(batch, { scale: 2, rescale: 1 })
  expect([...guided.data].map(Math.round)).toEqual([1, -1, 10, -10])
})

test('a prediction without any deviation stays as it is', () => {
  expect([...applyGuidance(pair([1, 1], [1, 1]), { scale: 4, rescale: 0.7 }).data]).toEqual([1, 1])
})
