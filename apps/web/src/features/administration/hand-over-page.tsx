import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { Page, PagePart } from '../../shared/ui/page.tsx'
import { AdminPlaces } from '../people/index.ts'
import styles from './hand-over.module.css'
import { HandOverForm } from './hand-over-form.tsx'
import { TransferList } from './transfer-list.tsx'

/** The page where administrators give what one account has made to another, and take that back. */
export function HandOverPage() {
  const { t } = useTranslation(['administration', 'people'])
  const { account, isAdmin } = useStudio()
  if (account === undefined || !isAdmin) {
    return (
      <EmptyState titleAs="h1" title={account === undefined ? t('people:noAccounts') : t('people:forAdmins')}>
        <Link to="/">{t('people:toStudio')}</Link>
      </EmptyState>
    )
  }
  return (
    <Page title={t('title')} hint={t('hint')} isWide places={<AdminPlaces />}>
      <div className={styles.columns}>
        <HandOverForm />
        <PagePart title={t('past')}>
          <TransferList />
        </PagePart>
      </div>
    </Page>
  )
}
