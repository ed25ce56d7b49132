import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { integerField } from './integer.ts'
import { listOf } from './list.ts'
import { loraField } from './lora.ts'
import { modelIdentifierField } from './model-identifier.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('CLIPField', 'A CLIP text encoder with its tokenizer and what is applied to it.', {
  tokenizer: modelIdentifierField({ description: 'The model, part `tokenizer`' }),
  text_encoder: modelIdentifierField({ description: 'The model, part `text_encoder`' }),
  skipped_layers: integerField({ description: 'Layers left out at the end' }),
  loras: listOf(loraField(), { description: 'LoRAs to apply' }),
})

/** A CLIP text encoder with its tokenizer and what is applied to it. */
export type ClipField = ValueOf<typeof shape>

/** A CLIP text encoder. */
export function clipField(options: FieldOptions = {}): Field<ClipField> {
  return makeField(shape, { title: 'CLIP', ...options })
}
