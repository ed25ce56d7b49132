import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../shared/formatting/index.ts'
import { FieldFrame, fieldId } from '../form/field-frame.tsx'
import { useForm } from '../form/form-context.tsx'
import styles from './start-image.module.css'

/** How much of the start image is painted anew. */
export function StrengthField() {
  const { t } = useTranslation('generate')
  const { values, change } = useForm()
  return (
    <FieldFrame field="strength">
      <div className={styles.slider}>
        <input
          id={fieldId('strength')}
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={values.strength}
          title={t('strengthHint')}
          onChange={(event) => change({ strength: event.currentTarget.valueAsNumber })}
        />
        {/* the slider says it by itself */}
        <output htmlFor={fieldId('strength')} aria-live="off">
          {formatNumber(values.strength)}
        </output>
      </div>
    </FieldFrame>
  )
}
