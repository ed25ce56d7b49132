import { expect, test } from 'vitest'
import { decimalNumber, pictureFileName, pictureSide, schedulerName, somePath, textUpTo, wholeNumber } from './option-values.ts'

test.each([
  ['0', 0],
  ['7', 7],
  ['+7', 7],
  ['007', 7],
  ['4294967295', 4294967295],
])('reads the whole number %s', (text, value) => {
  expect(wholeNumber(0, 4294967295)(text)).toBe(value)
})

test.each(['', ' ', 'abc', '1e9', '1.5', '0x10', '-1', '1001', '9'.repeat(400), 'NaN', 'Infinity', '7 ', '१'])(
  'refuses %j where a whole number from 1 to 1000 is wanted, and says so',
  (text) => {
    expect(() => wholeNumber(1, 1000)(text)).toThrow('whole number from 1 to 1000')
  },
)

test.each([
  ['2', 2],
  ['-0', 0],
  ['.5', 0.5],
  ['7.', 7],
  ['-3.25', -3.25],
  ['1e-3', 0.001],
])('reads the number %s', (text, value) => {
  expect(decimalNumber(-100, 100)(text)).toBe(value)
})

test.each(['', 'NaN', 'Infinity', '-Infinity', '1e999', '101', '1,5', '0x1', '--1'])(
  'refuses %j where a number is wanted',
  (text) => {
    expect(() => decimalNumber(-100, 100)(text)).toThrow('number from -100 to 100')
  },
)

test('names the nearest sides that would do', () => {
  const side = pictureSide(64, 4096, 8)
  expect(side('4096')).toBe(4096)
  expect(() => side('100')).toThrow('take 96 or 104')
  expect(() => side('65')).toThrow('take 64 or 72')
  expect(() => side('56')).toThrow('from 64 to 4096')
  expect(() => side('4104')).toThrow('from 64 to 4096')
})

test('takes texts of any script up to a length, also empty ones', () => {
  for (const text of ['', 'x'.repeat(10), '赤い林檎']) expect(textUpTo(10)(text)).toBe(text)
  expect(() => textUpTo(10)('x'.repeat(11))).toThrow('11 characters')
})

test('takes any path but an empty one', () => {
  for (const path of ['.', ' a', '雪/']) expect(somePath(path)).toBe(path)
  for (const path of ['', ' ', '\t']) expect(() => somePath(path)).toThrow('file or folder')
})

test("tells a picture's format by its ending", () => {
  expect(pictureFileName('a b/now.JPG')).toEqual({ path: 'a b/now.JPG', format: 'jpeg' })
  expect(pictureFileName('now.jpeg').format).toBe('jpeg')
  expect(pictureFileName('now.png').format).toBe('png')
  for (const path of ['now', 'now.gif', 'png', '']) expect(() => pictureFileName(path)).toThrow('.jpg, .jpeg or .png')
})

test('takes schedulers by name, lists them to who errs, and refuses er_sde by name', () => {
  expect(schedulerName('dpmpp_2m_k')).toBe('dpmpp_2m_k')
  expect(() => schedulerName('magic')).toThrow(/^There .*magic.*ddim, .*euler.*[^.]\.$/)
  expect(() => schedulerName('er_sde')).toThrow('er_sde')
})
