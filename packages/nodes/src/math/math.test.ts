import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Case, fails, listUntested, play, refused, titled } from '../image/testing/cases.ts'
import { createStage } from '../image/testing/stage.ts'
import { roundHalfEven, roundToPlaces } from './half-even.ts'
import { MATH_NODES } from './index.ts'
import { createSeededNumbers } from './pcg64.ts'

const MAX = Number.MAX_SAFE_INTEGER

const integerMath = (operation: string, a: number, b: number, value: number): Case => [
  'integer_math',
  { operation, a, b },
  { value },
]
const floatMath = (operation: string, a: number, b: number, value: number): Case => ['float_math', { operation, a, b }, { value }]

const CASES: readonly Case[] = [
  ['add', {}, { value: 0 }],
  ['add', { a: 2, b: -5 }, { value: -3 }],
  ['add', { a: true, b: 1 }, { value: 2 }],
  ['add', { a: MAX, b: 1 }, fails('too large')],
  ['sub', { a: 2, b: 5 }, { value: -3 }],
  ['sub', { a: -MAX, b: MAX }, fails('too large')],
  ['mul', { a: -4, b: 3 }, { value: -12 }],
  ['mul', { a: -4, b: 0 }, { value: 0 }],
  ['mul', { a: 2 ** 30, b: 2 ** 30 }, fails('too large')],
  ['div', { a: 7, b: 2 }, { value: 3 }],
  ['div', { a: -7, b: 2 }, { value: -3 }],
  ['div', { a: 7, b: -2 }, { value: -3 }],
  ['div', { a: -1, b: 2 }, { value: 0 }],
  ['div', { a: MAX, b: -1 }, { value: -MAX }],
  ['div', { a: 1, b: 0 }, refused('Cannot divide by zero')],
  ['div', { a: 1 }, refused('Cannot divide by zero')],

  ['integer_math', {}, { value: 2 }],
  integerMath('ADD', 2, 3, 5),
  integerMath('SUB', 2, 3, -1),
  integerMath('MUL', 2, -3, -6),
  integerMath('DIV', -7, 2, -3),
  integerMath('DIV', 7, -2, -3),
  integerMath('MOD', -7, 3, 2),
  integerMath('MOD', 7, -3, -2),
  integerMath('MOD', 7, 3, 1),
  integerMath('MOD', -7, -3, -1),
  integerMath('MOD', -6, 3, 0),
  integerMath('EXP', 3, 4, 81),
  integerMath('EXP', -2, 3, -8),
  integerMath('EXP', 3, 33, 5559060566555523),
  integerMath('EXP', 0, 0, 1),
  integerMath('EXP', -1, 1_000_000_001, -1),
  integerMath('EXP', 1, MAX, 1),
  integerMath('ABS', -9, 4, 9),
  integerMath('MIN', -9, 4, -9),
  integerMath('MAX', -9, 4, 4),
  ['integer_math', { operation: 'DIV', a: 1, b: 0 }, refused('Cannot divide by zero')],
  ['integer_math', { operation: 'MOD', a: 1, b: 0 }, refused('Cannot divide by zero')],
  ['integer_math', { operation: 'EXP', a: 2, b: -1 }, refused('negative power')],
  ['integer_math', { operation: 'EXP', a: 2, b: 53 }, fails('too large')],
  ['integer_math', { operation: 'EXP', a: 10, b: MAX }, fails('too large')],

  ['float_math', {}, { value: 2 }],
  floatMath('ADD', 0.5, 0.25, 0.75),
  floatMath('SUB', 0.5, 0.75, -0.25),
  floatMath('MUL', 0.5, -4, -2),
  floatMath('DIV', 1, 8, 0.125),
  floatMath('EXP', 2, 0.5, Math.SQRT2),
  floatMath('EXP', -2, 3, -8),
  floatMath('ABS', -2.5, 0, 2.5),
  floatMath('SQRT', 2.25, 0, 1.5),
  floatMath('MIN', 0.5, -0.5, -0.5),
  floatMath('MAX', 0.5, -0.5, 0.5),
  ['float_math', { operation: 'DIV', a: 1, b: 0 }, refused('Cannot divide by zero')],
  ['float_math', { operation: 'EXP', a: 0, b: -1 }, refused('no negative power')],
  ['float_math', { operation: 'EXP', a: -8, b: 0.5 }, refused('only whole powers')],
  ['float_math', { operation: 'SQRT', a: -1 }, refused('no square root')],
  ['float_math', { operation: 'EXP', a: 10, b: 400 }, fails('too large')],

  ['round_float', { value: 2.5 }, { value: 2 }],
  ['round_float', { value: 3.5 }, { value: 4 }],
  ['round_float', { value: 2.675, decimals: 2 }, { value: 2.67 }],
  ['round_float', { value: -1.005, decimals: 1 }, { value: -1 }],
  ['round_float', { value: 1250, decimals: -2 }, { value: 1200 }],
  ['round_float', { value: 0.1, decimals: 300 }, { value: 0.1 }],
  ['float_to_int', { value: 2.5 }, { value: 2 }],
  ['float_to_int', { value: 3.5 }, { value: 4 }],
  ['float_to_int', { value: 20, multiple: 8 }, { value: 16 }],
  ['float_to_int', { value: 21, multiple: 8 }, { value: 24 }],
  ['float_to_int', { value: -2.5, method: 'Floor' }, { value: -3 }],
  ['float_to_int', { value: -2.5, method: 'Ceiling' }, { value: -2 }],
  ['float_to_int', { value: -9.9, method: 'Truncate' }, { value: -9 }],
  ['float_to_int', { value: -9.9, multiple: 4, method: 'Truncate' }, { value: -8 }],
  ['float_to_int', { value: 1e300 }, fails('too large')],

  ['float_range', { start: 0, stop: 1, steps: 5 }, { collection: [0, 0.25, 0.5, 0.75, 1] }],
  ['float_range', { start: 2, stop: -2, steps: 3 }, { collection: [2, 0, -2] }],
  ['float_range', { start: 3, stop: 9, steps: 1 }, { collection: [3] }],
  ['float_range', { steps: 0 }, { collection: [] }],
  ['float_range', { steps: -1 }, refused('-1 items')],
  ['float_range', { steps: 100_001 }, refused('100000 items at most')],

  ['rand_int', { low: 10, high: 14 }, { value: 12 }],
  ['rand_int', { low: 10, high: 10 }, refused('more than low, 10')],
  ['rand_float', { low: 10, high: 14 }, { value: 12 }],
  ['rand_float', { low: 1, high: 2, decimals: 0 }, { value: 2 }],
  ['if', { condition: true, true_input: 'yes', false_input: ['no'] }, { value: 'yes' }],
  ['if', { true_input: 'yes', false_input: ['no'] }, { value: ['no'] }],
  ['if', { condition: true, false_input: 1 }, {}],
]

const PROPS = { chance: [0.5] }

test.each(titled(CASES))('%s', async (_, one) => {
  expect(await play(MATH_NODES, one, PROPS)).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(listUntested(MATH_NODES, CASES)).toEqual([])
})

test('chance covers the whole range and never its end', async () => {
  const draw = async (chance: number) =>
    (await createStage(MATH_NODES, { chance: [chance] }).run('rand_int', { low: -2, high: 3 })).value
  expect(await Promise.all([0, 0.2, 0.4, 0.6, 0.999].map(draw))).toEqual([-2, -1, 0, 1, 2])
})

test('whole-number division and its remainder fit together as in Python', async () => {
  const stage = createStage(MATH_NODES)
  const whole = fc.integer({ min: -MAX, max: MAX })
  const run = async (operation: string, a: number, b: number) =>
    (await stage.run('integer_math', { operation, a, b })).value as number
  await fc.assert(
    fc.asyncProperty(whole, whole.filter(Boolean), async (a, b) => {
      expect(BigInt(await run('DIV', a, b))).toBe(BigInt(a) / BigInt(b))
      const rest = BigInt(await run('MOD', a, b))
      expect((BigInt(a) - rest) % BigInt(b)).toBe(0n)
      expect(b > 0 ? rest >= 0n && rest < BigInt(b) : rest <= 0n && rest > BigInt(b)).toBe(true)
    }),
  )
})

test('rounding to places is the nearest decimal, and what it gives stays', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 6 }), (value, places) => {
      const rounded = roundToPlaces(value, places)
      expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5 / 10 ** places + Math.abs(value) * 2 ** -52)
      expect(roundToPlaces(rounded, places)).toBe(rounded)
      if (places === 0) expect(rounded === roundHalfEven(value)).toBe(true)
    }),
  )
})

// numpy 2.4.6: numpy.random.default_rng(seed).integers(0, bound, 6) and .random(2)
test.each([
  [0, 10n, [8, 6, 5, 2, 3, 0]],
  [42, 2147483647n, [191664963, 1662057957, 1405681631, 942484272, 929893137, 1843824992]],
  [4294967295, 2n ** 32n, [819527071, 1082089385, 3110619138, 940880430, 3906526357, 1233878478]],
  [7, 2n ** 40n, [687299734001, 986497006767, 852875435924, 247617924053, 330036320526, 960482170696]],
  [7, 1n, [0, 0, 0, 0, 0, 0]],
])('the seed %i gives the numbers below %i that numpy gives', (seed, bound, expected) => {
  const numbers = createSeededNumbers(seed)
  expect(expected.map(() => Number(numbers.below(bound)))).toEqual(expected)
})

test('the seed 5 gives the fractions that numpy gives', () => {
  const { unit } = createSeededNumbers(5)
  expect([unit(), unit()]).toEqual([0.8050029237453802, 0.8079407897364937])
})
