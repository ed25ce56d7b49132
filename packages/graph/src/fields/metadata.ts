import { isJsonObject, type JsonObject } from '../json.ts'
import { anyField } from './any.ts'
import { type Field, type FieldOptions, makeField, type Shape, ValueError, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const NAME = 'MetadataField'

const shape: Shape<JsonObject> = {
  type: { kind: 'object', name: NAME },
  schema: { $ref: `#/components/schemas/${NAME}` },
  refersTo: [
    {
      name: NAME,
      schema: {
        additionalProperties: true,
        description: 'What is kept with an image about how it came to be; any keys.',
        title: NAME,
        type: 'object',
      },
    },
  ],
  parse(value, path) {
    if (!isJsonObject(value)) throw new ValueError('must be an object', path)
    return value
  },
}

const itemShape = valueObject('MetadataItemField', 'One entry of metadata.', {
  label: stringField({ description: 'Its key' }),
  value: anyField({ description: 'Its value, of any kind' }),
})

/** One entry of metadata. */
export type MetadataItemField = ValueOf<typeof itemShape>

/** Metadata of an image. */
export function metadataField(options: FieldOptions = {}): Field<JsonObject> {
  return makeField(shape, options)
}

/** One entry of metadata. */
export function metadataItemField(options: FieldOptions = {}): Field<MetadataItemField> {
  return makeField(itemShape, options)
}
