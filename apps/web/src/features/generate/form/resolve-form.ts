import type { PaintingModel } from '../../models/index.ts'
import type { FormField, GenerateForm } from './form-section.ts'

/** How much of a start image is painted anew unless something else is asked for. */
const USUAL_STRENGTH = 0.6

/** The fields that have a usual value, and that value. */
export interface UsualValues {
  readonly width: number
  readonly height: number
  readonly steps: number
  readonly guidanceScale: number
  readonly guidanceRescale: number
  readonly scheduler: string
  readonly clipSkip: number
  readonly strength: number
  readonly count: number
}

/** The values that a form has where nothing was changed. */
export function listUsualValues({ defaults }: Pick<PaintingModel, 'defaults'>): UsualValues {
  const { width, height, steps, cfg_scale, scheduler } = defaults
  const usual = { guidanceRescale: 0, clipSkip: 0, strength: USUAL_STRENGTH, count: 1 }
  return { width, height, steps, guidanceScale: cfg_scale, scheduler, ...usual }
}

/** A form whose fields all have a value: what was chosen, else what is usual. */
export type ResolvedForm = Omit<GenerateForm, keyof UsualValues> & UsualValues

/** Puts the usual values where nothing was chosen. */
export function resolveForm(form: GenerateForm, usual: UsualValues): ResolvedForm {
  const chosen = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined))
  return { ...form, ...usual, ...chosen }
}

/** Whether a field holds something else than the usual. */
export function isChanged(field: FormField, form: GenerateForm, usual: UsualValues): boolean {
  const value = form[field]
  if (value === undefined || value === false || value === '') return false
  return !(field in usual) || value !== usual[field as keyof UsualValues]
}
