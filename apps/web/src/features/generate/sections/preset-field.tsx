import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import { ChoiceField } from '../form/choice-field.tsx'
import { useForm } from '../form/form-context.tsx'
import styles from '../generate-panel.module.css'
import { applyPreset } from '../preset.ts'
import { stylePresets } from '../queries.ts'

/** The style that is put around the prompts, and what it makes of them. */
export function PresetField({ isInView }: { readonly isInView: boolean }) {
  const { t } = useTranslation('generate')
  const { form } = useForm()
  const presets = useQuery({ ...stylePresets(useServer()), enabled: isInView || form.presetId !== undefined }).data ?? []
  const chosen = presets.find(({ id }) => id === form.presetId)
  return (
    <>
      <ChoiceField
        field="presetId"
        value={chosen?.id ?? ''}
        none=""
        options={[{ value: '', label: t('noPreset') }, ...presets.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      {chosen && form.positivePrompt.trim() !== '' && <p className={styles.hint}>{applyPreset(form, chosen).positivePrompt}</p>}
    </>
  )
}
