import { useTranslation } from 'react-i18next'
import { usePaintingModels } from './queries.ts'

/** The page of the models. */
export function ModelsPage() {
  const { t } = useTranslation('models')
  const models = usePaintingModels()
  return (
    <>
      <h1>{t('title')}</h1>
      <ul>
        {models.data?.map(({ key, name }) => (
          <li key={key}>{name}</li>
        ))}
      </ul>
    </>
  )
}
