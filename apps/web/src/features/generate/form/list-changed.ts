import type { PaintingModel } from '../../models/index.ts'
import { chooseModel } from './form-context.tsx'
import type { FormField, GenerateForm } from './form-section.ts'
import { listUsualValues, type ResolvedForm, resolveForm } from './resolve-form.ts'

/** The fields that show something else once changes are made: a value that says what is usual anyway is none. */
export function listChanged(form: GenerateForm, changes: Partial<GenerateForm>, models: readonly PaintingModel[]): FormField[] {
  const [before, after] = [resolve(form, models), resolve({ ...form, ...changes }, models)]
  return (Object.keys(changes) as FormField[]).filter((field) => before[field] !== after[field])
}

function resolve(form: GenerateForm, models: readonly PaintingModel[]): GenerateForm | ResolvedForm {
  const model = chooseModel(models, form.modelKey)
  return model ? { ...resolveForm(form, listUsualValues(model)), modelKey: model.key } : form
}
