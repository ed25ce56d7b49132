import { expect, test } from 'vitest'
import { findTarget } from './use-grid-keys.ts'

// 3 columns, rows 0 to 9 drawn, 20 images: the last row has two
const view = { columns: 3, firstRow: 0, lastRow: 9 }
const press = (key: string, from: number) => findTarget(key, from, 20, view)

test('arrows go to the next tile and the next row', () => {
  expect(press('ArrowRight', 4)).toBe(5)
  expect(press('ArrowLeft', 3)).toBe(2)
  expect(press('ArrowDown', 4)).toBe(7)
  expect(press('ArrowUp', 4)).toBe(1)
})

test('keys end at the edges of the list', () => {
  expect(press('ArrowLeft', 0)).toBe(0)
  expect(press('ArrowRight', 19)).toBe(19)
  expect(press('ArrowUp', 1)).toBe(1)
  // below it the last row has no tile
  expect(press('ArrowDown', 17)).toBe(17)
})

test('Home and End go to the ends, page keys over what is in sight', () => {
  expect(press('Home', 13)).toBe(0)
  expect(press('End', 13)).toBe(19)
  expect(press('PageDown', 1)).toBe(16)
  expect(press('PageUp', 4)).toBe(0)
})

test('the first arrow shows where one is, and other keys are not taken', () => {
  expect(press('ArrowDown', -1)).toBe(0)
  expect(press('End', -1)).toBe(19)
  expect(press('x', 3)).toBeUndefined()
  expect(findTarget('ArrowDown', 0, 0, view)).toBeUndefined()
})
