import { sql } from 'kysely'

/** This moment in SQL, as times are stored. */
export const NOW = sql<string>`strftime('%Y-%m-%d %H:%M:%f', 'now')`

/** A moment as times are stored: UTC, `YYYY-MM-DD HH:MM:SS.fff`. */
export function formatTime(moment: Date): string {
  return moment.toISOString().slice(0, 23).replace('T', ' ')
}

/** The moment of a stored time. */
export function parseTime(stored: string): Date {
  return new Date(`${stored.replace(' ', 'T')}Z`)
}

/** A stored time as it goes over the wire, in ISO 8601; null stays null. */
export function presentTime<Stored extends string | null>(stored: Stored): Stored extends null ? null : string
export function presentTime(stored: string | null): string | null {
  return stored === null ? null : parseTime(stored).toISOString()
}

const STORED = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z?$/

/**
 * A time as other programs wrote it, in UTC, with or without a fraction, as times are stored here. So they sort as texts.
 *
 * @throws RangeError when it is no such time
 */
export function normalizeTime(text: string): string {
  const [, day, clock, fraction = ''] = STORED.exec(text) ?? []
  if (day === undefined || Number.isNaN(Date.parse(`${day}T${clock}Z`))) throw new RangeError(`${text} is no time`)
  return `${day} ${clock}.${fraction.slice(0, 3).padEnd(3, '0')}`
}
