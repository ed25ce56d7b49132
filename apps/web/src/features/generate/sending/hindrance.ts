import type { PaintingModel } from '../../models/index.ts'
import type { Faults, FieldFault } from '../form/faults.ts'
import type { FormField, GenerateForm } from '../form/form-section.ts'

/** Why nothing can be generated now: no model, no prompt, or a field at fault. */
export type Hindrance =
  | { readonly kind: 'noModel' }
  | { readonly kind: 'noPrompt' }
  | { readonly kind: 'fault'; readonly field: FormField; readonly fault: FieldFault }

/** The first thing that is missing before a form can be generated. */
export function findHindrance(form: GenerateForm, model: PaintingModel | undefined, faults: Faults): Hindrance | undefined {
  if (model === undefined) return { kind: 'noModel' }
  const [first] = faults
  if (first) return { kind: 'fault', field: first[0], fault: first[1] }
  if (form.positivePrompt.trim() === '') return { kind: 'noPrompt' }
  return undefined
}
