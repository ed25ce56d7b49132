import { type Field, makeField, type ValueOf } from './field.ts'
import { floatField } from './float.ts'
import { type ModelOptions, modelHints, modelIdentifierField } from './model-identifier.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('LoRAField', 'A LoRA and how strongly it is applied.', {
  lora: modelIdentifierField({ description: 'The LoRA' }),
  weight: floatField({ description: 'Its weight' }),
})

/** A LoRA and how strongly it is applied. */
export type LoraField = ValueOf<typeof shape>

/** A LoRA and its weight. */
export function loraField(options: ModelOptions = {}): Field<LoraField> {
  return makeField(shape, options, modelHints(options))
}
