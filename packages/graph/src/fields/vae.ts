import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { listOf } from './list.ts'
import { modelIdentifierField } from './model-identifier.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('VAEField', 'An autoencoder.', {
  vae: modelIdentifierField({ description: 'The model, part `vae` when it is a main model' }),
  seamless_axes: listOf(stringField(), { default: [], description: 'Axes along which pictures tile: `x`, `y`' }),
})

/** An autoencoder. */
export type VaeField = ValueOf<typeof shape>

/** An autoencoder. */
export function vaeField(options: FieldOptions = {}): Field<VaeField> {
  return makeField(shape, { title: 'VAE', ...options })
}
