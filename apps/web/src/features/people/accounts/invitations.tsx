import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { attempt, tell } from '../../../shared/notices/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'
import { PagePart } from '../../../shared/ui/page.tsx'
import { Row, Rows } from '../../../shared/ui/rows.tsx'
import { type Invitation, useInvitations, useRevoking } from './invitation-queries.ts'

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
    <PagePart title={t('invitations')}>
      <Rows label={t('invitations')}>
        {invitations.data.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} onRevoke={() => void revoke(invitation)} />
        ))}
      </Rows>
    </PagePart>
  )
}

function InvitationRow({ invitation, onRevoke }: { readonly invitation: Invitation; onRevoke(): void }) {
  const { t } = useTranslation('people')
  const { email, is_admin, created_at, expires_at } = invitation
  const who = email ?? t('anybody')
  return (
    <Row
      icon={IconMail}
      title={who}
      mark={is_admin ? t('asAdministrator') : undefined}
      facts={[
        t('invitedAt', { time: formatTime(parseTime(created_at)) }),
        t('runsOut', { time: formatTime(parseTime(expires_at)) }),
      ]}
      act={
        <Button variant="subtle" color="gray" aria-label={t('revokeOf', { who })} onClick={onRevoke}>
          {t('revoke')}
        </Button>
      }
    />
  )
}
