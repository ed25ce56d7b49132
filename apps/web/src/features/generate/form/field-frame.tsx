import { Tooltip } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { describeFault } from './fault-text.ts'
import styles from './field-frame.module.css'
import { FIELD_NAMES } from './field-names.ts'
import { useFlashAttribute } from './flash-attribute.ts'
import { useForm } from './form-context.tsx'
import { EMPTY_FORM, type FormField, type GenerateForm } from './form-section.ts'

/** What the frame of a field takes. */
export interface FieldFrameProps {
  readonly field: FormField
  /** Instead of the field's own mark: whether something was changed, and what takes it back. */
  readonly change?: { readonly isMarked: boolean; readonly reset: Partial<GenerateForm> }
  /** The input; its id is {@link fieldId}. */
  readonly children: ReactNode
}

/** Id of the input of a field. */
export const fieldId = (field: FormField) => `generate-${field}`

/** The name of a field, a mark with a way back when it was changed, its input, and what is wrong with it. */
export function FieldFrame({ field, change, children }: FieldFrameProps) {
  const { t } = useTranslation('generate')
  const say = useText()
  const form = useForm()
  const flash = useFlashAttribute(field)
  const fault = form.faults.get(field)
  const name = say(FIELD_NAMES[field])
  const isMarked = change?.isMarked ?? form.isChanged(field)
  const reset = () => {
    form.change(change?.reset ?? { [field]: EMPTY_FORM[field] })
    // the button goes away
    document.getElementById(fieldId(field))?.focus()
  }
  return (
    <div className={styles.field} {...(isMarked && { 'data-changed': true })} {...flash}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={fieldId(field)}>
          {name}
        </label>
        {isMarked && (
          <Tooltip label={t('resetHint')}>
            <button type="button" className={styles.reset} aria-label={t('reset', { name })} onClick={reset}>
              <IconArrowBackUp size={15} stroke={1.5} aria-hidden />
            </button>
          </Tooltip>
        )}
      </div>
      {children}
      {fault && (
        <p className={styles.fault} id={`${fieldId(field)}-fault`}>
          {describeFault(t, name, fault)}
        </p>
      )}
    </div>
  )
}
