import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { floatField } from './float.ts'
import { listOf } from './list.ts'
import { loraField } from './lora.ts'
import { modelIdentifierField } from './model-identifier.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const scale = (description: string) => floatField({ min: -1, max: 3, description })

const freeUShape = valueObject('FreeUConfig', 'How FreeU scales the features of the U-Net (arXiv:2309.11497).', {
  s1: scale('Scale of the skip features, first stage'),
  s2: scale('Scale of the skip features, second stage'),
  b1: scale('Scale of the backbone features, first stage'),
  b2: scale('Scale of the backbone features, second stage'),
})

const shape = valueObject('UNetField', 'A U-Net with its scheduler configuration and what is applied to it.', {
  unet: modelIdentifierField({ description: 'The model, part `unet`' }),
  scheduler: modelIdentifierField({ description: 'The model, part `scheduler`' }),
  loras: listOf(loraField(), { description: 'LoRAs to apply' }),
  seamless_axes: listOf(stringField(), { default: [], description: 'Axes along which pictures tile: `x`, `y`' }),
  freeu_config: optional(makeField(freeUShape, { description: 'FreeU, if it is on' })),
})

/** A U-Net with its scheduler configuration and what is applied to it. */
export type UnetField = ValueOf<typeof shape>

/** A U-Net. */
export function unetField(options: FieldOptions = {}): Field<UnetField> {
  return makeField(shape, { title: 'UNet', ...options })
}
