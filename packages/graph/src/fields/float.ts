import { type Field, makeField, ValueError } from './field.ts'
import { expectWithin, limitsToSchema, type NumberOptions } from './number.ts'

/** A finite number within its limits. */
export function floatField(options: NumberOptions = {}): Field<number> {
  return makeField(
    {
      type: { kind: 'float' },
      schema: { type: 'number', ...limitsToSchema(options) },
      refersTo: [],
      parse(value, path) {
        if (typeof value !== 'number' || !Number.isFinite(value)) throw new ValueError('must be a number', path)
        expectWithin(value, options, path)
        return value
      },
    },
    options,
  )
}
