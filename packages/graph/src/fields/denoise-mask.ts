import { booleanField } from './boolean.ts'
import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('DenoiseMaskField', 'A mask for the denoiser, by the names of its tensors.', {
  mask_name: stringField({ description: 'The name of the mask' }),
  masked_latents_name: optional(stringField({ description: 'The name of the latents of the masked image' })),
  gradient: booleanField({ default: false, description: 'Whether the mask says when each pixel begins to change' }),
})

/** A mask for the denoiser, by the names of its tensors. */
export type DenoiseMaskField = ValueOf<typeof shape>

/** A mask for the denoiser. */
export function denoiseMaskField(options: FieldOptions = {}): Field<DenoiseMaskField> {
  return makeField(shape, options)
}
