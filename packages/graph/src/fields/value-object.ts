import { isJsonObject, type JsonObject, ownValue } from '../json.ts'
import { describeField } from './describe.ts'
import { type Field, type Fields, type NamedSchema, type ObjectValue, parseField, type Shape, ValueError } from './field.ts'

/** The same schemas in one list, each name once. */
function mergeNamed(lists: Iterable<readonly NamedSchema[]>): readonly NamedSchema[] {
  const byName = new Map<string, NamedSchema>()
  for (const list of lists) for (const entry of list) byName.set(entry.name, entry)
  return [...byName.values()]
}

/**
 * Declares a value object: a small record with a name of its own, passed between nodes. Keys that it does not declare are dropped when
 * one is parsed, as are optional ones that are null.
 *
 * @param name  of the reference, `ImageField`; clients tell types apart by it
 */
export function valueObject<const F extends Fields>(name: string, description: string, fields: F): Shape<ObjectValue<F>> {
  const entries: [string, Field<unknown>][] = Object.entries(fields)
  const required = entries.flatMap(([key, field]) => (field.isOptional || field.default !== undefined ? [] : [key]))
  const schema: JsonObject = {
    description,
    properties: Object.fromEntries(entries.map(([key, field]) => [key, describeField(key, field)])),
    required,
    title: name,
    type: 'object',
  }
  return {
    type: { kind: 'object', name },
    schema: { $ref: `#/components/schemas/${name}` },
    refersTo: mergeNamed([...entries.map(([, field]) => field.refersTo), [{ name, schema }]]),
    parse(value, path) {
      if (!isJsonObject(value)) throw new ValueError(`must be an object, ${name}`, path)
      const parsed = entries.map(([key, field]) => [key, parseProperty(key, field, value, path)])
      // the keys are those of F, each with the value of its field
      return Object.fromEntries(parsed.filter(([, property]) => property !== null)) as ObjectValue<F>
    },
  }
}

function parseProperty(key: string, field: Field<unknown>, value: JsonObject, path: string): unknown {
  const at = `${path}.${key}`
  try {
    const parsed = parseField(field, ownValue(value, key))
    if (parsed !== undefined) return parsed
  } catch (error) {
    if (error instanceof ValueError) throw new ValueError(error.message, at + error.path)
    throw error
  }
  throw new ValueError('is missing', at)
}
