import { useTranslation } from 'react-i18next'

/** The page of all accounts. */
export function UsersPage() {
  const { t } = useTranslation('people')
  return <h1>{t('usersTitle')}</h1>
}
