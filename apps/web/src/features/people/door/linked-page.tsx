import { useTranslation } from 'react-i18next'
import { Wordmark } from '../../../shared/ui/wordmark.tsx'
import { AcceptForm } from './accept-form.tsx'
import styles from './door-page.module.css'
import type { OneTimeLink } from './one-time-link.ts'
import { ResetForm } from './reset-form.tsx'

/** What one sees who has followed a link that works once. */
export function LinkedPage({ kind, token }: OneTimeLink) {
  const { t } = useTranslation('people')
  const isInvitation = kind === 'invitation'
  return (
    <main className={styles.place}>
      <div className={styles.column}>
        <Wordmark />
        <div>
          <h1 className={styles.title}>{t(isInvitation ? 'acceptTitle' : 'newPasswordTitle')}</h1>
          <p className={styles.hint}>{t(isInvitation ? 'acceptHint' : 'newPasswordHint')}</p>
        </div>
        {isInvitation ? <AcceptForm token={token} /> : <ResetForm token={token} />}
      </div>
    </main>
  )
}
