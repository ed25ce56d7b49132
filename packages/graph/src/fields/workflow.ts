import type { JsonObject } from '../json.ts'
import { anyField } from './any.ts'
import { type Field, type FieldOptions, makeField, optional, type ValueOf } from './field.ts'
import { objectField } from './object.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

/** How editors know a field for the id of a saved workflow. */
export const SAVED_WORKFLOW = 'SavedWorkflowField'

/** The id of a saved workflow; empty for none. */
export function savedWorkflowField(options: FieldOptions = {}): Field<string> {
  const field = stringField({ ...options, default: '' })
  return { ...field, uiHints: { ...field.uiHints, ui_type: SAVED_WORKFLOW } }
}

const returnValueShape = valueObject('WorkflowReturnValueField', 'A value that a workflow gives back, with its name.', {
  key: stringField({ description: 'The name' }),
  value: optional(anyField({ description: 'The value, of any kind' })),
})

/** A value that a workflow gives back, with its name. */
export type WorkflowReturnValueField = ValueOf<typeof returnValueShape>

/** A value that a workflow gives back, with its name. */
export function workflowReturnValueField(options: FieldOptions = {}): Field<WorkflowReturnValueField> {
  return makeField(returnValueShape, options, { ui_type: 'CollectionItemField' })
}

/** All values that a workflow gives back, by their names. */
export function workflowReturnsField(options: FieldOptions & { readonly default?: JsonObject } = {}): Field<JsonObject> {
  return objectField(options, { ui_type: 'AnyField' })
}
