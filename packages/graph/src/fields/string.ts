import { type Field, type FieldOptions, makeField, ValueError } from './field.ts'

/** A string field's default and editor. */
export interface StringOptions extends FieldOptions {
  readonly default?: string
  /** `textarea` for texts of several lines. */
  readonly component?: 'textarea'
}

/** Text. A number becomes its text. */
export function stringField(options: StringOptions = {}): Field<string> {
  return makeField(
    {
      type: { kind: 'string' },
      schema: { type: 'string' },
      refersTo: [],
      parse(value, path) {
        if (typeof value === 'string') return value
        if (typeof value === 'number') return String(value)
        throw new ValueError('must be a text', path)
      },
    },
    options,
    options.component === undefined ? {} : { ui_component: options.component },
  )
}
