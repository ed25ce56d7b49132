import { type Field, type FieldOptions, makeField, optional, type UiHints, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('ModelIdentifierField', 'A model record, and which part of the model is meant.', {
  key: stringField({ description: "The record's key" }),
  hash: stringField({ description: "The hash of the model's files" }),
  name: stringField({ description: "The model's name" }),
  base: stringField({ description: 'The architecture it belongs to' }),
  type: stringField({ description: 'What kind of model it is' }),
  submodel_type: optional(stringField({ description: 'The part of a main model that is meant' })),
})

/** A model record, and which part of the model is meant. */
export type ModelIdentifierField = ValueOf<typeof shape>

/** Which models a person may choose. */
export interface ModelOptions extends FieldOptions {
  readonly types?: readonly string[]
  readonly bases?: readonly string[]
}

/** What an editor is told of the models to choose from. */
export function modelHints({ types, bases }: ModelOptions): UiHints {
  return {
    ...(types === undefined ? {} : { ui_model_type: types }),
    ...(bases === undefined ? {} : { ui_model_base: bases }),
  }
}

/** A model. The filter is for the person who chooses; the node checks what it gets. */
export function modelIdentifierField(options: ModelOptions = {}): Field<ModelIdentifierField> {
  return makeField(shape, options, modelHints(options))
}
