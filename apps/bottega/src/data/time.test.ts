import { expect, test } from 'vitest'
import { formatTime, normalizeTime } from './time.ts'

test('writes a moment in UTC with three digits of a second', () => {
  expect(formatTime(new Date('2026-08-19T01:13:04.007+02:00'))).toBe('2026-08-18 23:13:04.007')
})

test.each([
  ['2026-08-19 01:13:04.123', '2026-08-19 01:13:04.123'],
  ['2026-08-19 01:13:04', '2026-08-19 01:13:04.000'],
  ['2026-08-19T01:13:04.5Z', '2026-08-19 01:13:04.500'],
  ['2026-08-19 01:13:04.123456', '2026-08-19 01:13:04.123'],
])('takes %s, as other programs write it', (text, stored) => {
  expect(normalizeTime(text)).toBe(stored)
})

test.each(['', 'yesterday', '2026-13-01 00:00:00', '2026-08-19 25:00:00', '2026-08-19', '2026-08-19 01:13:04+02:00'])(
  'refuses %s, which is no time in UTC',
  (text) => {
    expect(() => normalizeTime(text)).toThrow(RangeError)
  },
)
