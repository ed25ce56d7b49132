import { expect, test } from 'vitest'
import { chooseSeeds } from './seeds.ts'

test('counts up from the first seed', () => {
  expect(chooseSeeds(3, 7)).toEqual([7, 8, 9])
  expect(chooseSeeds(1, 0)).toEqual([0])
})

test('reaches the largest seed and refuses to count beyond it', () => {
  expect(chooseSeeds(2, 4294967294)).toEqual([4294967294, 4294967295])
  expect(() => chooseSeeds(2, 4294967295)).toThrow(/beyond 4294967295.*up to 4294967294/)
})

test('draws seeds that differ and stay in range', () => {
  const draws = Array.from({ length: 200 }, () => chooseSeeds(1000))
  expect(new Set(draws.map(([first]) => first)).size).toBeGreaterThan(190)
  expect(draws.flat().every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 4294967295)).toBe(true)
})
