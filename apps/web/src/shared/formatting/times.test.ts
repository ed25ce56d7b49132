import { expect, test } from 'vitest'
import { findDayEnd, findDayStart, formatAge, formatDay, formatSpan, formatTime, formatToday, parseTime } from './times.ts'

const now = parseTime('2026-11-26 13:00:00.000')

test('what the server writes without a zone is in UTC', () => {
  expect(parseTime('2026-11-26 13:05:00.250').toISOString()).toBe('2026-11-26T13:05:00.250Z')
  expect(parseTime('2026-11-26T13:05:00').toISOString()).toBe('2026-11-26T13:05:00.000Z')
  expect(parseTime('2026-11-26T13:05:00.000Z').toISOString()).toBe('2026-11-26T13:05:00.000Z')
  expect(parseTime('2026-11-26T13:05:00+01:00').toISOString()).toBe('2026-11-26T12:05:00.000Z')
})

test.each([
  ['2026-11-26 12:59:58', 'en', 'now'],
  ['2026-11-26 12:55:00', 'en', '5 minutes ago'],
  ['2026-11-26 12:55:00', 'de', 'vor 5 Minuten'],
  ['2026-11-25 12:00:00', 'de', 'gestern'],
  ['2026-11-26 15:30:00', 'en', 'in 2 hours'],
  ['2026-11-12 13:00:00', 'en', '2 weeks ago'],
  ['2026-09-20 13:00:00', 'en', '2 months ago'],
  ['2024-11-20 13:00:00', 'en', '2 years ago'],
])('%s in %s is %s', (time, locale, text) => {
  expect(formatAge(parseTime(time), now, locale)).toBe(text)
})

test('a moment is shown where the person is, a day of the calendar is the same everywhere', () => {
  const here = new Date(2026, 10, 26, 13, 5)
  expect(formatTime(here, 'en-GB')).toBe('26 Nov 2026, 13:05')
  expect(formatTime(here, 'de')).toBe('26.11.2026, 13:05')
  for (const day of ['2026-01-01', '2026-12-31']) expect(formatDay(day, 'en-GB')).toContain(String(Number(day.slice(8))))
  expect(formatDay('2026-11-26', 'de')).toBe('Donnerstag, 26. November 2026')
})

test('what two moments have in common is written once', () => {
  const span = (day: number) => formatSpan(new Date(2026, 10, 26, 13, 5), new Date(2026, 10, day, 14, 35), 'en-GB')
  expect(span(26)).toMatch(/^26 Nov 2026, 13:05\s?–\s?14:35$/)
  expect(span(27)).toMatch(/^26 Nov 2026, 13:05\s?–\s?27 Nov 2026, 14:35$/)
})

test('a day begins and ends, and is today, where the person is', () => {
  expect(new Date(findDayStart('2026-11-26'))).toEqual(new Date(2026, 10, 26))
  expect(new Date(findDayEnd('2026-11-26'))).toEqual(new Date(2026, 10, 26, 23, 59, 59, 999))
  expect(formatToday(new Date(2026, 10, 26, 0, 1))).toBe('2026-11-26')
  expect(formatToday(new Date(2026, 10, 26, 23, 59))).toBe('2026-11-26')
})
