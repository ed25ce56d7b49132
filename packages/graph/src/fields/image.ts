import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('ImageField', 'A stored image, by its name.', {
  image_name: stringField({ description: 'The name of the image' }),
})

/** A stored image, by its name. */
export type ImageField = ValueOf<typeof shape>

/** A stored image. */
export function imageField(options: FieldOptions = {}): Field<ImageField> {
  return makeField(shape, options)
}
