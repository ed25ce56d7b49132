import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { integerField } from './integer.ts'
import { valueObject } from './value-object.ts'

const channel = (description: string) => integerField({ min: 0, max: 255, description })

const shape = valueObject('ColorField', 'A colour with its opacity.', {
  r: channel('Red'),
  g: channel('Green'),
  b: channel('Blue'),
  a: channel('Opacity'),
})

/** A colour with its opacity, each 0..255. */
export type ColorField = ValueOf<typeof shape>

/** A colour. */
export function colorField(options: FieldOptions & { readonly default?: ColorField } = {}): Field<ColorField> {
  return makeField(shape, options)
}
