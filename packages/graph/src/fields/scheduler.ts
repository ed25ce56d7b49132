import { SCHEDULER_NAMES, type SchedulerName } from '@bottega/contracts'
import { type EnumOptions, enumField } from './enum.ts'
import type { Field } from './field.ts'

export { SCHEDULER_NAMES }

/** The scheduler of a denoising run. */
export function schedulerField(options: EnumOptions<SchedulerName> = {}): Field<SchedulerName> {
  return enumField(SCHEDULER_NAMES, { default: 'euler', ...options }, { ui_type: 'SchedulerField' })
}
