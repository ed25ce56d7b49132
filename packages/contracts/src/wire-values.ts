import { z } from 'zod'

/*
 * Values as they stand in a path or a query: text, read strictly. Each is documented as what it is read to, so describe
 * parameters by the output side of these schemas.
 */

const digits = z.string().regex(/^[+-]?\d{1,15}$/)

/** A whole number in a path or query, both bounds included. */
export function wireInteger({ min, max }: { min?: number; max?: number } = {}) {
  let integer = z.int()
  if (min !== undefined) integer = integer.min(min)
  if (max !== undefined) integer = integer.max(max)
  return z.union([z.number(), digits.transform(Number)], { error: 'Input should be a whole number' }).pipe(integer)
}

/** A yes or no in a query: true, 1, yes, on, or false, 0, no, off, in any letter case. */
export function wireFlag() {
  return z.union([z.boolean(), z.stringbool()], { error: 'Input should be true or false' }).pipe(z.boolean())
}

/** A repeated parameter of a query; sent once it is a list of one. */
export function wireList<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .pipe(z.array(item))
}

/** Which part of a list to send: `offset` from 0, `limit` 0..`max`, both with defaults. */
export function wirePage({ limit, min = 0, max }: { limit: number; min?: number; max?: number }) {
  return {
    offset: wireInteger({ min: 0 }).default(0),
    limit: wireInteger(max === undefined ? { min } : { min, max }).default(limit),
  }
}

/**
 * For administrators: `all` to see or act on everybody's content instead of the own. Others who send it are refused with
 * `admin_required`; in single-user mode it changes nothing.
 */
export const wireScope = { scope: z.literal('all').optional() }
