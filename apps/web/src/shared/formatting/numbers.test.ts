import { expect, test } from 'vitest'
import { findLocale } from './locale.ts'
import { formatBytes, formatDuration, formatNumber } from './numbers.ts'

test.each([
  [0, 'en', '0 B'],
  [999, 'en', '999 B'],
  [1000, 'en', '1 kB'],
  [999_949, 'de', '1 MB'],
  [2_132_000_000, 'en', '2.1 GB'],
  [2_132_000_000, 'de', '2,1 GB'],
  [345_600_000, 'de', '346 MB'],
])('%d bytes in %s are %s', (bytes, locale, text) => {
  expect(formatBytes(bytes, locale).replaceAll('\u00a0', ' ')).toBe(text)
})

test.each([
  [0.04, '0 s'],
  [1.84, '1.8 s'],
  [9.97, '10 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [125, '2 min 5 s'],
  [3599.6, '1 h'],
  [12_000, '3 h 20 min'],
  [86_399, '1 d'],
  [4 * 86_400 + 7300, '4 d 2 h'],
])('%d seconds last %s', (seconds, text) => {
  expect(formatDuration(seconds, 'en')).toBe(text)
})

test('numbers have the signs of their language', () => {
  expect([formatNumber(12_345.678, 1, 'en'), formatNumber(12_345.678, 1, 'de')]).toEqual(['12,345.7', '12.345,7'])
  expect(formatDuration(1.84, 'de')).toBe('1,8 s')
})

test('the region of the browser counts where its language is spoken', () => {
  expect(findLocale('en', ['de-AT', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(findLocale('de', ['en-GB'])).toBe('de')
  expect(findLocale('de', ['den-XX'])).toBe('de')
})
