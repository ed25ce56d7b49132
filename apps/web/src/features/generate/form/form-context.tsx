import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useSection } from '../../../shared/user-state/index.ts'
import { type PaintingModel, usePaintingModels } from '../../models/index.ts'
import { type Faults, findFaults, listNumberRules } from './faults.ts'
import { type FormField, formSection, type GenerateForm } from './form-section.ts'
import { isChanged, listUsualValues, type ResolvedForm, resolveForm, type UsualValues } from './resolve-form.ts'

/** The form as its fields see it. */
export interface FormState {
  readonly form: GenerateForm
  readonly models: readonly PaintingModel[]
  /** The chosen one, else the first. */
  readonly model: PaintingModel
  readonly usual: UsualValues
  readonly values: ResolvedForm
  readonly faults: Faults
  readonly rules: ReturnType<typeof listNumberRules>
  isChanged(field: FormField): boolean
  /** What is set to its usual value follows the model again. */
  change(changes: Partial<GenerateForm>): void
}

const FormContext = createContext<FormState | undefined>(undefined)

/** The state of the form; undefined while the models are unknown, and where there is none. */
export function useFormState(): FormState | undefined {
  const [form, changeSection] = useSection(formSection)
  const models = usePaintingModels().data
  return useMemo(() => {
    const model = models && chooseModel(models, form.modelKey)
    if (models === undefined || model === undefined) return undefined
    const usual = listUsualValues(model)
    const values = resolveForm(form, usual)
    return {
      form,
      models,
      model,
      usual,
      values,
      faults: findFaults(values, model),
      rules: listNumberRules(model),
      isChanged: (field) => isChanged(field, form, usual),
      change: (changes) => changeSection(leaveOutUsual(changes, usual)),
    }
  }, [form, models, changeSection])
}

/** Gives the fields the form that they belong to. */
export function FormProvider({ state, children }: { readonly state: FormState; readonly children: ReactNode }) {
  return <FormContext value={state}>{children}</FormContext>
}

/** The form that a field belongs to. */
export function useForm(): FormState {
  const state = useContext(FormContext)
  if (state === undefined) throw new Error('useForm outside of FormProvider')
  return state
}

/** The model of a key, else the first. */
export function chooseModel(models: readonly PaintingModel[], key: string | undefined): PaintingModel | undefined {
  return models.find((model) => model.key === key) ?? models[0]
}

function leaveOutUsual(changes: Partial<GenerateForm>, usual: UsualValues): Partial<GenerateForm> {
  const isUsual = (field: string, value: unknown) => field in usual && usual[field as keyof UsualValues] === value
  return Object.fromEntries(Object.entries(changes).map(([field, value]) => [field, isUsual(field, value) ? undefined : value]))
}
