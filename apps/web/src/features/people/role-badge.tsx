import { useTranslation } from 'react-i18next'
import type { Account } from '../../shared/studio.tsx'
import styles from './role-badge.module.css'

/** Says what an account may do at all. */
export function RoleBadge({ account }: { readonly account: Pick<Account, 'is_admin'> }) {
  const { t } = useTranslation('people')
  return (
    <span className={styles.badge} data-admin={account.is_admin}>
      {t(account.is_admin ? 'roleAdmin' : 'roleUser')}
    </span>
  )
}
