import type { PaintingModel } from '../../models/index.ts'
import type { FormField } from './form-section.ts'
import { findNumberFault, type NumberFault, type NumberRule } from './number-rule.ts'
import type { ResolvedForm } from './resolve-form.ts'

/** The largest seed. */
export const MAX_SEED = 2 ** 32 - 1
/** The most pictures that one click asks for. */
const MAX_COUNT = 1000

/** The fields that hold numbers. */
export type NumberFieldName =
  | 'width'
  | 'height'
  | 'steps'
  | 'guidanceScale'
  | 'guidanceRescale'
  | 'clipSkip'
  | 'seed'
  | 'strength'
  | 'count'

/** What is wrong with a field. */
export type FieldFault = NumberFault | { readonly kind: 'scheduler' } | { readonly kind: 'startImage' }

/** Faults by the field that has them. */
export type Faults = ReadonlyMap<FormField, FieldFault>

/** What the numbers of a form may be, as its model says; those that the model has no use for are left out. */
export function listNumberRules({ supports }: Pick<PaintingModel, 'supports'>): Partial<Record<NumberFieldName, NumberRule>> {
  const { size, steps, guidance, clip_skip } = supports
  const side = { min: size.min, max: size.max, step: size.multiple_of }
  return {
    width: side,
    height: side,
    steps: { ...steps, step: 1 },
    guidanceScale: guidance,
    ...(supports.guidance_rescale && { guidanceRescale: { min: 0, max: 0.99 } }),
    ...(clip_skip && { clipSkip: { min: 0, max: clip_skip.max, step: 1 } }),
    seed: { min: 0, max: MAX_SEED, step: 1 },
    ...(supports.image_to_image && { strength: { min: 0, max: 1 } }),
    count: { min: 1, max: MAX_COUNT, step: 1 },
  }
}

/** What of a form its model cannot do, first things first. */
export function findFaults(form: ResolvedForm, model: Pick<PaintingModel, 'supports'>): Faults {
  const faults = new Map<FormField, FieldFault>()
  for (const [field, rule] of Object.entries(listNumberRules(model)) as [NumberFieldName, NumberRule][]) {
    // one that is drawn anew does not matter
    const value = field === 'seed' && !form.isSeedLocked ? undefined : form[field]
    const fault = value === undefined ? undefined : findNumberFault(value, rule)
    if (fault) faults.set(field, fault)
  }
  const { schedulers, image_to_image } = model.supports
  if (!schedulers.some((name) => name === form.scheduler)) faults.set('scheduler', { kind: 'scheduler' })
  if (form.startImage !== undefined && !image_to_image) faults.set('startImage', { kind: 'startImage' })
  return faults
}
