import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { integerField } from './integer.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('LatentsField', 'Stored latents, by their name.', {
  latents_name: stringField({ description: 'The name of the latents' }),
  seed: optional(integerField({ description: 'The seed of the noise they began with' })),
})

/** Stored latents, by their name. */
export type LatentsField = ValueOf<typeof shape>

/** Stored latents or noise. */
export function latentsField(options: FieldOptions = {}): Field<LatentsField> {
  return makeField(shape, options)
}
