import type { JsonValue } from '../json.ts'
import { type Field, type FieldOptions, makeField, type Shape, type UiHints, ValueError } from './field.ts'
import { describeType } from './value-type.ts'

/** A list field's default and how many items it takes. */
export interface ListOptions extends FieldOptions {
  readonly default?: readonly JsonValue[]
  readonly minItems?: number
}

function listShape<T>(item: Shape<T>, minItems = 0): Shape<readonly T[]> {
  // every iteration of a loop parses the whole list: one that says nothing of its items is taken as it is
  const takesAnything = item.type.kind === 'any'
  return {
    type: { kind: 'list', item: item.type },
    schema: { type: 'array', items: item.schema, ...(minItems > 0 ? { minItems } : {}) },
    refersTo: item.refersTo,
    parse(value, path) {
      if (!Array.isArray(value)) throw new ValueError(`must be a list of ${describeType(item.type)}`, path)
      if (value.length < minItems) throw new ValueError(`must have ${minItems} items or more`, path)
      return takesAnything ? value : value.map((entry, index) => item.parse(entry, `${path}[${index}]`))
    },
  }
}

/** A list of what another field takes; its own place and default are left aside. */
export function listOf<T>(item: Field<T>, options: ListOptions = {}, hints: UiHints = {}): Field<readonly T[]> {
  return makeField(listShape(item, options.minItems), options, hints)
}

/** One value of what another field takes, or a list of them. The options default to the other field's. */
export function oneOrMany<T>(
  item: Field<T>,
  options: FieldOptions & { readonly default?: JsonValue } = {},
): Field<T | readonly T[]> {
  const list = listShape(item)
  const shape: Shape<T | readonly T[]> = {
    type: { kind: 'union', members: [item.type, list.type] },
    schema: { anyOf: [item.schema, list.schema] },
    refersTo: item.refersTo,
    parse: (value, path) => (Array.isArray(value) ? list.parse(value, path) : item.parse(value, path)),
  }
  const { title, description, input, uiHints } = item
  const inherited = { input, default: item.default, ...(title ? { title } : {}), ...(description ? { description } : {}) }
  return makeField(shape, { ...inherited, ...options }, uiHints)
}

/** The value as a list: one becomes a list of one, null a list of none. */
export function asList<T>(value: T | readonly T[] | null): readonly T[] {
  // Array.isArray does not narrow readonly lists
  if (Array.isArray(value)) return value as readonly T[]
  return value === null ? [] : [value as T]
}
