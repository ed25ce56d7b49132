import { expect, test } from 'vitest'
import { findFault } from './number-rule.ts'

const width = { name: 'Width', min: 64, step: 8 }
const seed = { name: 'Seed', min: 0, max: 4_294_967_295, step: 1 }

test.each([
  ['128', width, undefined],
  ['100', width, 'Width goes in steps of 8: 96 or 104.'],
  ['8', width, 'Width is 64 at least.'],
  ['', width, 'Width needs a number.'],
  ['wide', width, 'Width needs a number.'],
  ['4294967295', seed, undefined],
  ['4294967296', seed, 'Seed is 4294967295 at most.'],
  ['-1', seed, 'Seed is 0 at least.'],
  ['1.5', seed, 'Seed is a whole number.'],
  ['2.5', { name: 'Guidance', min: 1, step: 'any' }, undefined],
] as const)('%j is judged with a sentence that says what fits', (text, rule, fault) => {
  expect(findFault(text, rule)).toBe(fault)
})
