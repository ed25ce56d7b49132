import type { JsonObject } from '../json.ts'
import type { Field } from './field.ts'

/** A field's name as a title: `tile_size` gives `Tile Size`. */
export function titleOf(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

/** The schema of a value that may also be null. */
export function orNull(schema: JsonObject): JsonObject {
  const members = Array.isArray(schema.anyOf) ? schema.anyOf : [schema]
  return { anyOf: [...members, { type: 'null' }] }
}

/** JSON schema of a field inside a value object: title, description, default, and null where it may be absent. */
export function describeField(name: string, field: Field<unknown>): JsonObject {
  return {
    title: field.title ?? titleOf(name),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.isOptional ? { ...orNull(field.schema), default: field.default ?? null } : field.schema),
    ...(!field.isOptional && field.default !== undefined ? { default: field.default } : {}),
  }
}
