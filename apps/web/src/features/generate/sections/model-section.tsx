import { useTranslation } from 'react-i18next'
import { ChoiceField } from '../form/choice-field.tsx'
import { useForm } from '../form/form-context.tsx'
import { NumberField } from '../form/number-field.tsx'
import { PanelSection } from '../form/panel-section.tsx'
import styles from '../generate-panel.module.css'
import { VaeField } from './vae-field.tsx'

/** Which model, and how it is used. */
export function ModelSection() {
  const { t } = useTranslation('generate')
  const { form, models, model } = useForm()
  const { clip_skip, vae } = model.supports
  const isGone = form.modelKey !== undefined && form.modelKey !== model.key
  const fields = [...(clip_skip ? (['clipSkip'] as const) : []), ...(vae ? (['vaeKey'] as const) : [])]
  return (
    <PanelSection
      more={{
        fields,
        content: (isOpen) => (
          <div className={styles.pair}>
            {clip_skip && <NumberField field="clipSkip" />}
            {vae && <VaeField isInView={isOpen} />}
          </div>
        ),
      }}
    >
      <ChoiceField
        field="modelKey"
        value={model.key}
        change={{ isMarked: false, reset: {} }}
        options={models.map(({ key, name }) => ({ value: key, label: name }))}
      />
      {isGone && <p className={styles.hint}>{t('modelGone')}</p>}
    </PanelSection>
  )
}
