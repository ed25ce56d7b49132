import { expect, test } from 'vitest'
import { ASPECTS, findAspect, fitAspect } from './aspects.ts'

const size = { min: 64, max: 4096, multiple_of: 8, native: { width: 512, height: 512 } }
const tiny = { ...size, native: { width: 128, height: 128 } }

test('proportions keep the pixels that a model is best at, in its steps', () => {
  expect(ASPECTS.map((aspect) => Object.values(fitAspect(aspect, size)).join('x'))).toEqual([
    '680x384',
    '624x416',
    '592x440',
    '512x512',
    '440x592',
    '416x624',
    '384x680',
  ])
})

test.each(ASPECTS)('a size of %s is known again', (aspect) => {
  expect(findAspect(fitAspect(aspect, size), size)).toBe(aspect)
  expect(findAspect(fitAspect(aspect, tiny), tiny)).toBe(aspect)
})

test.each([
  [{ width: 1024, height: 1024 }, '1:1'],
  [{ width: 1920, height: 1080 }, '16:9'],
  [{ width: 512, height: 128 }, undefined],
])('%o is %s', (picture, aspect) => {
  expect(findAspect(picture, size)).toBe(aspect)
})
