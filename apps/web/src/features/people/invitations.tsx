import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { type Invitation, useInvitations, useRevoking } from './invitation-queries.ts'
import styles from './page.module.css'
import listStyles from './session-list.module.css'

/** The invitations that nobody has accepted yet; nothing where there are none. */
export function Invitations() {
  const { t } = useTranslation('people')
  const invitations = useInvitations()
  const revoking = useRevoking()
  const revoke = ({ id }: Invitation) =>
    attempt(async () => {
      await revoking.mutateAsync(id)
      tell({ text: t('invitationRevoked') })
    })
  if (invitations.error) return <p role="alert">{describeFailure(invitations.error)}</p>
  if (!invitations.data?.length) return null
  return (
    <section className={styles.part}>
      <h2 className={styles.subtitle}>{t('invitations')}</h2>
      <ul className={listStyles.list} aria-label={t('invitations')}>
        {invitations.data.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} onRevoke={() => void revoke(invitation)} />
        ))}
      </ul>
    </section>
  )
}

function InvitationRow({ invitation, onRevoke }: { readonly invitation: Invitation; onRevoke(): void }) {
  const { t } = useTranslation('people')
  const { email, is_admin, created_at, expires_at } = invitation
  const who = email ?? t('anybody')
  return (
    <li className={listStyles.session}>
      <IconMail size={20} stroke={1.5} aria-hidden />
      <div className={listStyles.what}>
        <p className={listStyles.device}>{who}</p>
        <p className={listStyles.where}>
          {is_admin && <span>{t('asAdministrator')}</span>}
          <span>{t('invitedAt', { time: formatTime(parseTime(created_at)) })}</span>
          <span>{t('runsOut', { time: formatTime(parseTime(expires_at)) })}</span>
        </p>
      </div>
      <Button variant="subtle" color="gray" aria-label={t('revokeOf', { who })} onClick={onRevoke}>
        {t('revoke')}
      </Button>
    </li>
  )
}
