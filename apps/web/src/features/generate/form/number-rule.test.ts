import { expect, test } from 'vitest'
import { findNumberFault, readTypedNumber, stepNumber } from './number-rule.ts'

const width = { min: 64, max: 4096, step: 8 }

test.each([
  [128, undefined],
  [100, { kind: 'step', step: 8, below: 96, above: 104 }],
  [8, { kind: 'least', min: 64 }],
  [20_000, { kind: 'most', max: 4096 }],
])('a side of %d is judged with what would fit', (value, fault) => {
  expect(findNumberFault(value, width)).toEqual(fault)
})

test('a number without a step may be any', () => {
  expect(findNumberFault(2.55, { min: 1 })).toBeUndefined()
})

test.each([
  [128, 8, 136],
  [100, 8, 104],
  [100, -8, 96],
  [64, -8, 64],
  [4096, 8, 4096],
])('from %d by %d is %d', (value, by, next) => {
  expect(stepNumber(value, by, width)).toBe(next)
})

test('tenths stay tenths', () => {
  expect(stepNumber(0.2, 0.1, { min: 0, max: 1 })).toBe(0.3)
  expect(stepNumber(0.3, 0.1, { min: 0, max: 1 })).toBe(0.4)
  expect(stepNumber(2.3, -0.5, { min: 1 })).toBe(2)
})

test.each([
  ['7.5', 7.5],
  ['7,5', 7.5],
  [' 12 ', 12],
  ['', undefined],
  ['-', undefined],
  ['1,2,3', undefined],
])('%j is read as %s', (text, value) => {
  expect(readTypedNumber(text)).toBe(value)
})
