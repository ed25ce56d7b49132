import type { JsonValue } from '../json.ts'
import { type Field, type FieldOptions, makeField, type Shape } from './field.ts'
import { type ListOptions, listOf } from './list.ts'
import { ANY } from './value-type.ts'

// JSON it is already: the graph was parsed from it, or another node's output is made of it
const anything: Shape<JsonValue> = { type: ANY, schema: {}, refersTo: [], parse: (value) => value as JsonValue }

/** A value of whatever kind. */
export function anyField(options: FieldOptions & { readonly default?: JsonValue } = {}): Field<JsonValue> {
  return makeField(anything, options, { ui_type: 'AnyField' })
}

/** One item that is put into a list, or comes out of one; its kind is that of the list. */
export function collectionItemField(options: FieldOptions = {}): Field<JsonValue> {
  return makeField(anything, options, { ui_type: 'CollectionItemField' })
}

/** A list of whatever kind. */
export function collectionField(options: ListOptions = {}): Field<readonly JsonValue[]> {
  return listOf(makeField(anything), options, { ui_type: 'CollectionField' })
}
