import type { TFunction } from 'i18next'
import type { FieldFault } from './faults.ts'

/**
 * What is wrong with a field and what would fit, as a sentence.
 *
 * @param name  what the field is called
 */
export function describeFault(t: TFunction<'generate'>, name: string, fault: FieldFault): string {
  switch (fault.kind) {
    case 'least':
      return t('faultLeast', { name, min: fault.min })
    case 'most':
      return t('faultMost', { name, max: fault.max })
    case 'step':
      return fault.step === 1
        ? t('faultWhole', { name, below: fault.below, above: fault.above })
        : t('faultStep', { name, step: fault.step, below: fault.below, above: fault.above })
    case 'scheduler':
      return t('faultScheduler')
    case 'startImage':
      return t('faultStartImage')
  }
}
