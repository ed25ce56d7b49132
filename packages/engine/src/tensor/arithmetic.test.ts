import { expect, test } from 'vitest'
import { clamp, combine, mapElements, roundHalfToEven, scale } from './arithmetic.ts'
import { createTensor, fillTensor } from './tensor.ts'

const row = (...values: number[]) => createTensor(Float32Array.from(values), [values.length])

test('scales, clamps and maps without touching its argument', () => {
  const tensor = row(-2, 0.5, 3)
  expect(scale(tensor, -2)).toEqual(row(4, -1, -6))
  expect(clamp(tensor, -1, 1)).toEqual(row(-1, 0.5, 1))
  expect(mapElements(tensor, (value, at) => value * at)).toEqual(row(-0, 0.5, 6))
  expect(tensor).toEqual(row(-2, 0.5, 3))
})

test('rounds ties to the even neighbour and all else to the nearest', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 2.6].map((value) => roundHalfToEven(value) + 0)).toEqual([0, 2, 2, 0, -2, 2, 3])
})

test('sums weighted tensors', () => {
  expect(combine([2, row(1, 2)], [-1, row(3, 5)], [0.5, row(4, 8)])).toEqual(row(1, 3))
})

test('rounds a sum once, so that large terms that cancel lose nothing', () => {
  // 2^24 + 1 is no 32-bit float: a sum rounded at each term would end at 0.
  const large = 2 ** 24
  expect(combine([1, row(large)], [1, row(1)], [-1, row(large)])).toEqual(row(1))
})

test('refuses to sum nothing, or tensors of different shapes', () => {
  expect(() => combine()).toThrow(RangeError)
  expect(() => combine([1, fillTensor([2, 1])], [1, fillTensor([1, 2])])).toThrow('[2, 1] and [1, 2] do not match')
})
