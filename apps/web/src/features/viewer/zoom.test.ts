import { expect, test } from 'vitest'
import { FITTED, fitScale, pan, toggleActualSize, zoomAt } from './zoom.ts'

const place = { width: 800, height: 600 }
const large = { width: 1600, height: 1600 }
const small = { width: 128, height: 128 }
const middle = { x: 0, y: 0 }

test('the whole picture is seen; small ones grow a few times only', () => {
  expect(fitScale(large, place)).toBe(600 / 1600)
  expect(fitScale(small, place)).toBe(4)
  expect(fitScale(large, { width: 0, height: 0 })).toBeGreaterThan(0)
})

test('what is under the pointer stays there', () => {
  const point = { x: 200, y: -100 }
  const near = zoomAt(FITTED, 8, point, large, place)
  const nearer = zoomAt(near, 1.5, point, large, place)
  const under = ({ x, y, scale = 0 }: typeof near) => [(point.x - x) / scale, (point.y - y) / scale]
  expect(under(nearer)[0]).toBeCloseTo(under(near)[0] ?? Number.NaN)
  expect(under(nearer)[1]).toBeCloseTo(under(near)[1] ?? Number.NaN)
})

test('zooming out ends at the whole picture, zooming in at single pixels', () => {
  expect(zoomAt({ scale: 1, x: 90, y: 5 }, 0.01, middle, large, place)).toEqual(FITTED)
  expect(zoomAt(FITTED, 10_000, middle, large, place).scale).toBe(16)
  const small = { width: 128, height: 128 }
  expect(zoomAt(FITTED, 1 / fitScale(small, place), middle, small, place).scale).toBe(1)
})

test('a picture cannot be pushed out of sight', () => {
  expect(pan({ scale: 1, x: 0, y: 0 }, { x: 5000, y: -5000 }, large, place)).toEqual({ scale: 1, x: 400, y: -500 })
  expect(pan(FITTED, { x: 50, y: 50 }, large, place)).toEqual(FITTED)
})

test('a double click shows a picture in its own size, and the whole again', () => {
  const actual = toggleActualSize(FITTED, middle, large, place)
  expect(actual.scale).toBe(1)
  expect(toggleActualSize(actual, middle, large, place)).toEqual(FITTED)
  expect(toggleActualSize(FITTED, middle, small, place).scale).toBe(8)
})
