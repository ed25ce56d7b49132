export * from './adapters.ts'
export * from './any.ts'
export * from './board.ts'
export * from './boolean.ts'
export * from './bounding-box.ts'
export * from './clip.ts'
export * from './color.ts'
export * from './conditioning.ts'
export * from './denoise-mask.ts'
export * from './enum.ts'
export {
  type Field,
  type FieldInput,
  type FieldOptions,
  type Fields,
  type FieldValues,
  internal,
  makeField,
  type NamedSchema,
  type ObjectValue,
  type OptionalField,
  optional,
  type Shape,
  ValueError,
  type ValueOf,
} from './field.ts'
export * from './float.ts'
export * from './image.ts'
export * from './integer.ts'
export * from './latents.ts'
export * from './list.ts'
export * from './lora.ts'
export * from './metadata.ts'
export { type ModelIdentifierField, type ModelOptions, modelIdentifierField } from './model-identifier.ts'
export { objectField } from './object.ts'
export * from './saved-image.ts'
export * from './scheduler.ts'
export * from './string.ts'
export * from './style-preset.ts'
export * from './tensor.ts'
export * from './tile.ts'
export * from './unet.ts'
export * from './vae.ts'
export { valueObject } from './value-object.ts'
export { describeType, fitsInto, type ValueType } from './value-type.ts'
export * from './workflow.ts'
