import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { floatField } from './float.ts'
import { integerField } from './integer.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('BoundingBoxField', 'A rectangle in pixels.', {
  x_min: integerField({ description: 'Left edge, inside' }),
  x_max: integerField({ description: 'Right edge, outside' }),
  y_min: integerField({ description: 'Top edge, inside' }),
  y_max: integerField({ description: 'Bottom edge, outside' }),
  score: optional(floatField({ min: 0, max: 1, description: 'How sure a detector is of it' })),
})

/** A rectangle in pixels; minima are inside, maxima outside. */
export type BoundingBoxField = ValueOf<typeof shape>

/** A rectangle in pixels. */
export function boundingBoxField(options: FieldOptions = {}): Field<BoundingBoxField> {
  return makeField(shape, options)
}
