import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatenate, createTensor, expectSameShape, fillTensor, sliceFirstAxis } from './tensor.ts'

const count = (size: number, from = 0) => Float32Array.from({ length: size }, (_, at) => from + at)

test('a scalar has an empty shape and one number', () => {
  expect(createTensor(Float32Array.of(3), []).shape).toEqual([])
  expect(() => createTensor(new Float32Array(0), [])).toThrow(RangeError)
})

test('refuses data that does not fill its shape, and says both', () => {
  expect(() => createTensor(count(5), [2, 3])).toThrow('5 numbers do not fill a tensor of shape [2, 3]')
})

test('keeps its own copy of the shape', () => {
  const shape = [2, 3]
  const tensor = createTensor(count(6), shape)
  shape[0] = 6
  expect(tensor.shape).toEqual([2, 3])
})

test('fills with a number, 0 when none is given', () => {
  expect([...fillTensor([2], 1.5).data, ...fillTensor([2]).data]).toEqual([1.5, 1.5, 0, 0])
})

test.each([
  { a: [2, 3], b: [2, 3], same: true },
  { a: [2, 3], b: [3, 2], same: false },
  { a: [6], b: [1, 6], same: false },
  { a: [], b: [1], same: false },
])('shapes $a and $b are the same: $same', ({ a, b, same }) => {
  const [first, second] = [fillTensor(a), fillTensor(b)]
  const check = expect(() => expectSameShape(first, second))
  if (same) check.not.toThrow()
  else check.toThrow(RangeError)
})

test('slices without copying', () => {
  const tensor = createTensor(count(12), [3, 2, 2])
  const slice = sliceFirstAxis(tensor, 1, 3)
  expect(slice).toEqual({ data: count(8, 4), shape: [2, 2, 2] })
  expect(slice.data.buffer).toBe(tensor.data.buffer)
})

test.each([
  [2, 4],
  [-1, 2],
  [2, 1],
])('refuses rows %i to %i of three', (start, end) => {
  expect(() => sliceFirstAxis(fillTensor([3, 2]), start, end)).toThrow(RangeError)
})

test.each([
  { axis: 0, shape: [4, 2], data: [0, 1, 2, 3, 10, 11, 12, 13] },
  { axis: 1, shape: [2, 4], data: [0, 1, 10, 11, 2, 3, 12, 13] },
])('joins on axis $axis', ({ axis, shape, data }) => {
  const joined = concatenate([createTensor(count(4), [2, 2]), createTensor(count(4, 10), [2, 2])], axis)
  expect(joined).toEqual({ data: Float32Array.from(data), shape })
})

test('joins tensors of different sizes on the joined axis only', () => {
  const joined = concatenate([createTensor(count(4), [2, 1, 2]), createTensor(count(12, 10), [2, 3, 2])], 1)
  expect(joined.shape).toEqual([2, 4, 2])
  expect([...joined.data]).toEqual([0, 1, 10, 11, 12, 13, 14, 15, 2, 3, 16, 17, 18, 19, 20, 21])
  expect(() => concatenate([fillTensor([2, 1]), fillTensor([3, 1])], 1)).toThrow('[3, 1] does not join [2, 1] on axis 1')
  expect(() => concatenate([fillTensor([2]), fillTensor([2, 1])], 0)).toThrow(RangeError)
  expect(() => concatenate([], 0)).toThrow('there is no tensor to join')
})

test('an axis or a batch of size 0 joins as well', () => {
  expect(concatenate([fillTensor([2, 0]), fillTensor([2, 3], 1)], 1)).toEqual(fillTensor([2, 3], 1))
  expect(concatenate([fillTensor([0, 2]), fillTensor([0, 3])], 1)).toEqual(fillTensor([0, 5]))
})

test('slices of a join are what was joined', () => {
  const rows = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 3 }), (sizes, width) => {
      const parts = sizes.map((size, at) => createTensor(count(size * width, at * 100), [size, width]))
      const joined = concatenate(parts, 0)
      let row = 0
      for (const part of parts) {
        expect(sliceFirstAxis(joined, row, row + (part.shape[0] ?? 0))).toEqual(part)
        row += part.shape[0] ?? 0
      }
    }),
  )
})
