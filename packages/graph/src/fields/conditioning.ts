import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { tensorField } from './tensor.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('ConditioningField', 'An encoded prompt, by its name.', {
  conditioning_name: stringField({ description: 'The name of the conditioning' }),
  mask: optional(tensorField({ description: 'The region that the prompt is for: true inside' })),
})

/** An encoded prompt, by its name. */
export type ConditioningField = ValueOf<typeof shape>

/** An encoded prompt. */
export function conditioningField(options: FieldOptions = {}): Field<ConditioningField> {
  return makeField(shape, options)
}
