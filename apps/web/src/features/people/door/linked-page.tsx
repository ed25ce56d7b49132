import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import { Wordmark } from '../../../shared/ui/wordmark.tsx'
import { isRefusal } from '../forms/refusals.ts'
import { AcceptForm } from './accept-form.tsx'
import styles from './door-page.module.css'
import type { OneTimeLink } from './one-time-link.ts'
import { ResetForm } from './reset-form.tsx'

/** What one sees who has followed a link that works once. */
export function LinkedPage({ kind, token }: OneTimeLink) {
  const { t } = useTranslation('people')
  const { baseUrl, client } = useServer()
  const link = useQuery({
    queryKey: ['one-time-link', token],
    queryFn: () => client.readOneTimeLink({ body: { token } }),
    // it is used up by the form, which says so itself
    staleTime: 'static',
  })
  if (link.isPending) return null
  const isInvitation = kind === 'invitation'
  const isOver = link.data ? link.data.kind !== kind : isRefusal(link.error, 'one_time_token_invalid')
  // what could not be looked at may still be good
  const props = { token, email: link.data?.email ?? undefined }
  return (
    <main className={styles.place}>
      <div className={styles.column}>
        <Wordmark />
        <div>
          <h1 className={styles.title}>{t(isOver ? 'linkOverTitle' : isInvitation ? 'acceptTitle' : 'newPasswordTitle')}</h1>
          <p className={styles.hint}>{t(isOver ? 'linkOverHint' : isInvitation ? 'acceptHint' : 'newPasswordHint')}</p>
        </div>
        {isOver ? (
          // the address goes with its token
          <Button onClick={() => location.replace(baseUrl)}>{t('toSignIn')}</Button>
        ) : isInvitation ? (
          <AcceptForm {...props} />
        ) : (
          <ResetForm {...props} />
        )}
      </div>
    </main>
  )
}
