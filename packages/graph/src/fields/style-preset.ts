import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('StylePresetField', 'A style preset, by its id.', {
  style_preset_id: stringField({ description: 'The id of the style preset' }),
})

/** A style preset, by its id. */
export type StylePresetField = ValueOf<typeof shape>

/** A style preset. */
export function stylePresetField(options: FieldOptions = {}): Field<StylePresetField> {
  return makeField(shape, options)
}
