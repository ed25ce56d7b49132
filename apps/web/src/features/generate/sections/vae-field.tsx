import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import { vaeModels } from '../../models/index.ts'
import { ChoiceField } from '../form/choice-field.tsx'
import { useForm } from '../form/form-context.tsx'

/** The autoencoder: the model's own, or another that fits it. */
export function VaeField({ isInView }: { readonly isInView: boolean }) {
  const { t } = useTranslation('generate')
  const { form, model } = useForm()
  const found = useQuery({ ...vaeModels(useServer()), enabled: isInView || form.vaeKey !== undefined }).data ?? []
  const fitting = found.filter(({ base }) => base === model.base)
  return (
    <ChoiceField
      field="vaeKey"
      value={fitting.some(({ key }) => key === form.vaeKey) ? (form.vaeKey ?? '') : ''}
      none=""
      options={[{ value: '', label: t('ownVae') }, ...fitting.map(({ key, name }) => ({ value: key, label: name }))]}
    />
  )
}
