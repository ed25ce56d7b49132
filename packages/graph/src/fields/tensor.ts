import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('TensorField', 'A stored tensor, by its name.', {
  tensor_name: stringField({ description: 'The name of the tensor' }),
})

/** A stored tensor, by its name. */
export type TensorField = ValueOf<typeof shape>

/** A stored tensor; as a mask, what to include is true. */
export function tensorField(options: FieldOptions = {}): Field<TensorField> {
  return makeField(shape, options)
}
