import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { HandOverForm } from './hand-over-form.tsx'
import styles from './hand-over-page.module.css'
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
    <div className={styles.page}>
      <header className={styles.part}>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.hint}>{t('hint')}</p>
      </header>
      <HandOverForm />
      <section className={styles.part}>
        <h2 className={styles.subtitle}>{t('past')}</h2>
        <TransferList />
      </section>
    </div>
  )
}
