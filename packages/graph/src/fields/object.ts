import { isJsonObject, type JsonObject } from '../json.ts'
import { type Field, type FieldOptions, makeField, type Shape, type UiHints, ValueError } from './field.ts'

const shape: Shape<JsonObject> = {
  type: { kind: 'object', name: 'object' },
  schema: { type: 'object', additionalProperties: true },
  refersTo: [],
  parse(value, path) {
    if (!isJsonObject(value)) throw new ValueError('must be an object', path)
    return value
  },
}

/** Values of any kind by their names. */
export function objectField(
  options: FieldOptions & { readonly default?: JsonObject } = {},
  hints: UiHints = {},
): Field<JsonObject> {
  return makeField(shape, options, hints)
}
