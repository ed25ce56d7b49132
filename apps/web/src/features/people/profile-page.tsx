import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { AccessLog } from './access-log.tsx'
import { AccountExport } from './account-export.tsx'
import { ApiKeys } from './api-keys.tsx'
import { NameForm } from './name-form.tsx'
import { OwnSessions } from './own-sessions.tsx'
import styles from './page.module.css'
import { PasswordForm } from './password-form.tsx'
import { RoleBadge } from './role-badge.tsx'

/** The page of one's own account: how one is called, the password, and where one is signed in. */
export function ProfilePage() {
  const { t } = useTranslation('people')
  const account = useAccount()
  if (account === undefined) {
    return (
      <EmptyState titleAs="h1" title={t('noAccounts')}>
        <Link to="/">{t('toStudio')}</Link>
      </EmptyState>
    )
  }
  return (
    <div className={`${styles.page} ${styles.narrow}`}>
      <div className={styles.part}>
        <div className={styles.head}>
          <h1 className={styles.title}>{t('profileTitle')}</h1>
          <RoleBadge account={account} />
        </div>
        <p className={styles.hint}>{account.email}</p>
      </div>
      <section className={styles.part}>
        <h2 className={styles.subtitle}>{t('name')}</h2>
        <p className={styles.hint}>{t('nameHint')}</p>
        <NameForm account={account} />
      </section>
      <section className={styles.part}>
        <h2 className={styles.subtitle}>{t('password')}</h2>
        <p className={styles.hint}>{t('passwordHint')}</p>
        <PasswordForm account={account} />
      </section>
      <section className={styles.part}>
        <h2 className={styles.subtitle}>{t('sessionsTitle')}</h2>
        <OwnSessions />
      </section>
      <ApiKeys />
      <section className={styles.part}>
        <h2 className={styles.subtitle}>{t('exportTitle')}</h2>
        <AccountExport userId={account.user_id} hint={t('exportHint')} />
      </section>
      <section className={styles.part}>
        <h2 className={styles.subtitle}>{t('accessTitle')}</h2>
        <AccessLog />
      </section>
    </div>
  )
}
