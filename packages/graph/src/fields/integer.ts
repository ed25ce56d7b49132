import { type Field, makeField, ValueError } from './field.ts'
import { expectWithin, limitsToSchema, type NumberOptions } from './number.ts'

/** A whole number that JSON carries exactly, within its limits. A truth value counts as 0 or 1. */
export function integerField(options: NumberOptions = {}): Field<number> {
  return makeField(
    {
      type: { kind: 'integer' },
      schema: { type: 'integer', ...limitsToSchema(options) },
      refersTo: [],
      parse(value, path) {
        const number = typeof value === 'boolean' ? Number(value) : value
        if (!Number.isSafeInteger(number)) throw new ValueError('must be a whole number', path)
        expectWithin(number as number, options, path)
        return number as number
      },
    },
    options,
  )
}

/** The largest seed. */
export const MAX_SEED = 4_294_967_295

/** A seed: a whole number from 0 to 4294967295. */
export function seedField(options: NumberOptions = {}): Field<number> {
  return integerField({ min: 0, max: MAX_SEED, default: 0, ...options })
}
