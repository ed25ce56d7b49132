import { z } from 'zod'

/** A time of the resources that the reference knows: UTC text without a zone, `2026-08-19 01:13:04.123`, some without fraction. */
export const UtcText = z.string()

/** A time of our own resources: ISO 8601 with `Z`. */
export const IsoTime = z.iso.datetime()

/** A time that a caller names: ISO 8601 with a time zone. */
export const IsoTimeInput = z.iso
  .datetime({ offset: true })
  // a year of more digits, or none, in UTC would not sort among the others
  .refine((text) => /^\d{4}-/.test(toUtc(text)), 'The year lies outside 0000 to 9999')

function toUtc(text: string): string {
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? '' : moment.toISOString()
}

/** A calendar day in UTC: `2026-08-19`. */
export const IsoDate = z.iso.date()
