import { type Field, type FieldOptions, makeField, ValueError } from './field.ts'

/** True or false. */
export function booleanField(options: FieldOptions & { readonly default?: boolean } = {}): Field<boolean> {
  return makeField(
    {
      type: { kind: 'boolean' },
      schema: { type: 'boolean' },
      refersTo: [],
      parse(value, path) {
        if (typeof value !== 'boolean') throw new ValueError('must be true or false', path)
        return value
      },
    },
    options,
  )
}
