import { useTranslation } from 'react-i18next'

/** The page of the queue. */
export function QueuePage() {
  const { t } = useTranslation('queue')
  return <h1>{t('title')}</h1>
}
