import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseSize } from './sizes.ts'

const usual = { width: 512, height: 512 }

test('takes what is asked for, else what is usual', () => {
  expect(chooseSize({}, usual)).toEqual(usual)
  expect(chooseSize({ width: 640 }, usual)).toEqual({ width: 640, height: 512 })
  expect(chooseSize({ width: 640, height: 64 }, usual, { width: 9, height: 9 })).toEqual({ width: 640, height: 64 })
})

test('takes the size of a given picture in multiples of 8, made smaller to the pixels that are usual', () => {
  expect(chooseSize({}, usual, { width: 512, height: 384 })).toEqual({ width: 512, height: 384 })
  expect(chooseSize({}, usual, { width: 301, height: 299 })).toEqual({ width: 304, height: 296 })
  expect(chooseSize({}, usual, { width: 4000, height: 3000 })).toEqual({ width: 592, height: 440 })
})

test('gives a side that is left out the proportions of the given picture', () => {
  expect(chooseSize({ width: 256 }, usual, { width: 1000, height: 500 })).toEqual({ width: 256, height: 128 })
  expect(chooseSize({ height: 256 }, usual, { width: 1000, height: 500 })).toEqual({ width: 512, height: 256 })
})

test('makes sides within the limits of any given picture', () => {
  const side = fc.integer({ min: 1, max: 30_000 })
  fc.assert(
    fc.property(side, side, fc.option(fc.constant(64), { nil: undefined }), (width, height, asked) => {
      for (const length of Object.values(chooseSize({ width: asked }, usual, { width, height }))) {
        expect(length % 8).toBe(0)
        expect(length).toBeGreaterThanOrEqual(64)
        expect(length).toBeLessThanOrEqual(4096)
      }
    }),
  )
})
