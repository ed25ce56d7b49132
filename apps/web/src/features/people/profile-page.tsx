import { useTranslation } from 'react-i18next'

/** The page of one's own account. */
export function ProfilePage() {
  const { t } = useTranslation('people')
  return <h1>{t('profileTitle')}</h1>
}
