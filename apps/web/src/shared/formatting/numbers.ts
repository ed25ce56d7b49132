import { findLocale } from './locale.ts'

/** A number in the language that is spoken, with its thousands apart: `12,345` or `12.345`. */
export function formatNumber(value: number, maxDigits = 2, locale: string = findLocale()): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: maxDigits }).format(value)
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size on disk in the unit that fits, a thousand of the one before: `2.1 GB`. */
export function formatBytes(bytes: number, locale: string = findLocale()): string {
  // what would be written as 1,000 belongs to the next unit
  let exponent = 0
  while (exponent < BYTE_UNITS.length - 1 && Number((bytes / 1000 ** exponent).toPrecision(3)) >= 1000) exponent++
  // languages that spell it out have no short word for it
  if (exponent === 0) return `${bytes}\u00a0B`
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[exponent] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 2 + (bytes / 1000 ** exponent >= 100 ? 1 : 0),
  }).format(bytes / 1000 ** exponent)
}

/** How long something takes or took: `1.8 s`, `25 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`. */
export function formatDuration(seconds: number, locale: string = findLocale()): string {
  // below ten seconds tenths are felt
  if (seconds < 9.95) return `${formatNumber(seconds, 1, locale)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (whole < 3600) return joinParts(Math.floor(whole / 60), 'min', whole % 60, 's')
  if (minutes < 24 * 60) return joinParts(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(whole / 3600)
  return joinParts(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function joinParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
