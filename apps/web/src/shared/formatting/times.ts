import { findLocale } from './locale.ts'

/** A moment as the server writes it. Without a zone it is in UTC: `2026-11-26 13:05:00.000`. */
export function parseTime(text: string): Date {
  return new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)
}

/** Day and time of a moment where the person is: `26 Nov 2026, 13:05`. */
export function formatTime(time: Date, locale: string = findLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time)
}

/** From one moment to another where the person is; what both have in common is written once. */
export function formatSpan(from: Date, to: Date, locale: string = findLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).formatRange(from, to)
}

/** A day of the calendar: `2026-11-26` as `Thursday, 26 November 2026`. */
export function formatDay(day: string, locale: string = findLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(parseTime(`${day}T00:00:00`))
}

/** When a day of the calendar begins where the person is, as the server takes moments. */
export function findDayStart(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString()
}

/** The last moment of a day of the calendar where the person is, as the server takes moments. */
export function findDayEnd(day: string): string {
  return new Date(`${day}T23:59:59.999`).toISOString()
}

/** Today where the person is, as fields of days have it: `2026-11-26`. */
export function formatToday(now: Date = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** Units of ages with the seconds from which on they are used, largest first. */
const AGES = [
  ['year', 365 * 86400],
  ['month', 30 * 86400],
  ['week', 7 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How long ago a moment was, or how far ahead it is: `5 minutes ago`, `yesterday`, `in 2 hours`, `now` within a minute. */
export function formatAge(time: Date, now: Date = new Date(), locale: string = findLocale()): string {
  const seconds = (time.getTime() - now.getTime()) / 1000
  const [unit, size] = AGES.find(([, from]) => Math.abs(seconds) >= from) ?? ['second', 60]
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}
