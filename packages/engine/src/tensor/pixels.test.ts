import { expect, test } from 'vitest'
import { rgbToTensor, tensorToRgb } from './pixels.ts'
import { concatenate, createTensor, fillTensor } from './tensor.ts'

const gray = (...values: number[]) => {
  const plane = createTensor(Float32Array.from(values), [1, 1, 1, values.length])
  return concatenate([plane, plane, plane], 1)
}
const reds = (image: { data: Uint8Array }) => [...image.data].filter((_, at) => at % 3 === 0)

test('every level of a picture survives the way through a tensor', () => {
  const data = Uint8Array.from({ length: 256 * 3 }, (_, at) => (at * 7) % 256)
  expect(tensorToRgb(rgbToTensor({ data, width: 64, height: 4 }))).toEqual({ data, width: 64, height: 4 })
})

test('black is -1, white is 1, and channels lie in planes', () => {
  const tensor = rgbToTensor({ data: Uint8Array.of(0, 255, 51, 255, 0, 51), width: 1, height: 2 })
  expect(tensor.shape).toEqual([1, 3, 2, 1])
  expect([...tensor.data]).toEqual([-1, 1, 1, -1, Math.fround(-0.6), Math.fround(-0.6)])
})

test('rows go from top to bottom and pixels from left to right', () => {
  const tensor = fillTensor([1, 3, 2, 3], -1)
  tensor.data[1 * 6 + 1 * 3 + 2] = 1
  const { data } = tensorToRgb(tensor)
  expect([...data].indexOf(255)).toBe((1 * 3 + 2) * 3 + 1)
})

// Steps of numpy in 32-bit floats: (x / 2 + 0.5), times 255, which gives exactly 127.5, 65.5, 66.5, 87.5, 88.5 here, and a little more.
test.each([
  { value: 0, level: 128 },
  { value: -0.48627451062202454, level: 66 },
  { value: -0.47843137383461, level: 66 },
  { value: -0.3137255012989044, level: 88 },
  { value: -0.3058823645114899, level: 88 },
  { value: -0.30588, level: 89 },
])('rounds $value to level $level, a tie to the even one', ({ value, level }) => {
  expect(reds(tensorToRgb(gray(value)))).toEqual([level])
})

test('clips what is outside -1 to 1', () => {
  const values = [-1.5, -1.001, 1.001, 40, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  expect(reds(tensorToRgb(gray(...values)))).toEqual([0, 0, 255, 255, 255, 0])
})

test('takes the picture asked for out of a batch', () => {
  const batch = concatenate([gray(-1, -1), gray(1, -1), gray(0.2, 1)], 0)
  expect([0, 1, 2].map((index) => reds(tensorToRgb(batch, index)))).toEqual([
    [0, 0],
    [255, 0],
    [153, 255],
  ])
})

test('refuses what is no picture', () => {
  expect(() => tensorToRgb(fillTensor([1, 4, 2, 2]))).toThrow('a picture has 3 channels, not 4')
  expect(() => tensorToRgb(fillTensor([2, 3, 2, 2]), 2)).toThrow('there is no picture 2 among 2')
})
