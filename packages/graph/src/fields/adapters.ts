import { enumField } from './enum.ts'
import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { floatField } from './float.ts'
import { imageField } from './image.ts'
import { listOf, oneOrMany } from './list.ts'
import { modelIdentifierField } from './model-identifier.ts'
import { stringField } from './string.ts'
import { tensorField } from './tensor.ts'
import { valueObject } from './value-object.ts'

/*
 * Control, T2I and IP adapters: what the denoiser takes of them, and what metadata keeps. The fields repeat the inputs of the nodes
 * that make them.
 */

const weightField = (options: { readonly default?: number } = {}) =>
  oneOrMany(floatField(), { ...options, description: 'Its weight, one for all steps or one a step' })
const shareField = (share: number, description: string) => floatField({ min: 0, max: 1, default: share, description })
const span = {
  begin_step_percent: shareField(0, 'Share of the steps before it is applied'),
  end_step_percent: shareField(1, 'Share of the steps after which it is not applied any more'),
}
const resize = {
  resize_mode: enumField(['just_resize', 'crop_resize', 'fill_resize', 'just_resize_simple'], {
    default: 'just_resize',
    description: 'How its image is brought to size',
  }),
}
const control = {
  control_model: modelIdentifierField({ description: 'The ControlNet' }),
  control_weight: weightField({ default: 1 }),
  ...span,
  control_mode: enumField(['balanced', 'more_prompt', 'more_control', 'unbalanced'], {
    default: 'balanced',
    description: 'Whether it or the prompt counts for more',
  }),
  ...resize,
}
const t2iAdapter = {
  t2i_adapter_model: modelIdentifierField({ description: 'The T2I adapter' }),
  weight: weightField({ default: 1 }),
  ...span,
  ...resize,
}
const image = { image: imageField({ description: 'The control image' }) }
const processed = { processed_image: optional(imageField({ description: 'The control image as it was used' })) }

const controlShape = valueObject('ControlField', 'A ControlNet with its image.', { ...image, ...control })
const t2iAdapterShape = valueObject('T2IAdapterField', 'A T2I adapter with its image.', { ...image, ...t2iAdapter })
const ipAdapterShape = valueObject('IPAdapterField', 'An IP-Adapter with its images.', {
  image: oneOrMany(imageField(), { description: 'The images that it follows' }),
  ip_adapter_model: modelIdentifierField({ description: 'The IP-Adapter' }),
  image_encoder_model: modelIdentifierField({ description: 'The CLIP image encoder' }),
  weight: weightField({ default: 1 }),
  target_blocks: listOf(stringField(), { default: [], description: 'Blocks of the denoiser that it is applied to' }),
  method: stringField({ default: 'full', description: 'How the weight is applied' }),
  ...span,
  mask: optional(tensorField({ description: 'The region that it is for: true inside' })),
})
const controlMetadataShape = valueObject('ControlNetMetadataField', 'A ControlNet, as metadata keeps it.', {
  ...image,
  ...processed,
  ...control,
})
const t2iAdapterMetadataShape = valueObject('T2IAdapterMetadataField', 'A T2I adapter, as metadata keeps it.', {
  ...image,
  ...processed,
  ...t2iAdapter,
})
const ipAdapterMetadataShape = valueObject('IPAdapterMetadataField', 'An IP-Adapter, as metadata keeps it.', {
  image: imageField({ description: 'The image that it follows' }),
  ip_adapter_model: modelIdentifierField({ description: 'The IP-Adapter' }),
  clip_vision_model: enumField(['ViT-L', 'ViT-H', 'ViT-G'], { description: 'The CLIP image encoder' }),
  method: enumField(['full', 'style', 'composition', 'style_strong', 'style_precise'], {
    description: 'How the weight is applied',
  }),
  weight: weightField(),
  begin_step_percent: floatField({ description: 'Share of the steps before it is applied' }),
  end_step_percent: floatField({ description: 'Share of the steps after which it is not applied any more' }),
})
const loraMetadataShape = valueObject('LoRAMetadataField', 'A LoRA, as metadata keeps it.', {
  model: modelIdentifierField({ description: 'The LoRA' }),
  weight: floatField({ description: 'Its weight' }),
})

/** A ControlNet with its image. */
export function controlField(options: FieldOptions = {}): Field<ValueOf<typeof controlShape>> {
  return makeField(controlShape, options)
}

/** A T2I adapter with its image. */
export function t2iAdapterField(options: FieldOptions = {}): Field<ValueOf<typeof t2iAdapterShape>> {
  return makeField(t2iAdapterShape, options)
}

/** An IP-Adapter with its images. */
export function ipAdapterField(options: FieldOptions = {}): Field<ValueOf<typeof ipAdapterShape>> {
  return makeField(ipAdapterShape, options)
}

/** A ControlNet, as metadata keeps it. */
export function controlMetadataField(options: FieldOptions = {}): Field<ValueOf<typeof controlMetadataShape>> {
  return makeField(controlMetadataShape, options)
}

/** A T2I adapter, as metadata keeps it. */
export function t2iAdapterMetadataField(options: FieldOptions = {}): Field<ValueOf<typeof t2iAdapterMetadataShape>> {
  return makeField(t2iAdapterMetadataShape, options)
}

/** An IP-Adapter, as metadata keeps it. */
export function ipAdapterMetadataField(options: FieldOptions = {}): Field<ValueOf<typeof ipAdapterMetadataShape>> {
  return makeField(ipAdapterMetadataShape, options)
}

/** A LoRA, as metadata keeps it. */
export function loraMetadataField(options: FieldOptions = {}): Field<ValueOf<typeof loraMetadataShape>> {
  return makeField(loraMetadataShape, options)
}
