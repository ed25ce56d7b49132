import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { useSection } from '../../../shared/user-state/index.ts'
import styles from '../form/field-frame.module.css'
import { fieldId } from '../form/field-frame.tsx'
import { FIELD_NAMES } from '../form/field-names.ts'
import { useFlashAttribute } from '../form/flash-attribute.ts'
import { formSection } from '../form/form-section.ts'

/** What the field of a prompt takes. */
export interface PromptFieldProps {
  readonly field: 'positivePrompt' | 'negativePrompt'
  readonly minRows: number
}

/** A field for what one wants to see, or does not. It needs no model, so that nobody waits to type. */
export function PromptField({ field, minRows }: PromptFieldProps) {
  const { t } = useTranslation('generate')
  const say = useText()
  const [form, change] = useSection(formSection)
  const flash = useFlashAttribute(field)
  return (
    <div className={styles.field} {...flash}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={fieldId(field)}>
          {say(FIELD_NAMES[field])}
        </label>
      </div>
      <Textarea
        id={fieldId(field)}
        data-prompt
        {...(field === 'positivePrompt' && { placeholder: t('promptPlaceholder') })}
        autosize
        minRows={minRows}
        maxRows={12}
        value={form[field]}
        onChange={(event) => change({ [field]: event.currentTarget.value })}
      />
    </div>
  )
}
