import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../shared/ui/empty-state.tsx'

/** What an address shows that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation('app')
  return (
    <EmptyState titleAs="h1" title={t('nothingHere')}>
      <Link to="/">{t('toTheStudio')}</Link>
    </EmptyState>
  )
}
