import type { AnswerOf } from '@bottega/client'
import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { Row, Rows } from '../../../shared/ui/rows.tsx'
import { type Device, readDevice } from './device.ts'

/** A sign-in. */
export type Session = AnswerOf<'listOwnSessions'>[number]

/** What a list of sessions takes. */
export interface SessionListProps {
  readonly sessions: readonly Session[]
  readonly isBusy: boolean
  onEnd(session: Session): void
}

/** Sessions: with what, from where, since when. */
export function SessionList({ sessions, isBusy, onEnd }: SessionListProps) {
  const { t } = useTranslation('people')
  return (
    <Rows label={t('sessionsTitle')}>
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} isBusy={isBusy} onEnd={onEnd} />
      ))}
    </Rows>
  )
}

function SessionRow({ session, isBusy, onEnd }: Omit<SessionListProps, 'sessions'> & { readonly session: Session }) {
  const { t } = useTranslation('people')
  const device = readDevice(session.user_agent)
  const name = useDeviceName(device, session.user_agent)
  const created = formatTime(parseTime(session.created_at))
  return (
    <Row
      icon={device.isPhone ? IconDeviceMobile : IconDeviceDesktop}
      title={name}
      mark={session.current ? t('thisSession') : undefined}
      isMarkGood
      facts={[
        session.address ?? t('unknownAddress'),
        t('lastUsedAt', { time: formatTime(parseTime(session.last_used_at)) }),
        t('signedInAt', { time: created }),
      ]}
      act={
        <Button
          variant="subtle"
          color="gray"
          disabled={isBusy}
          aria-label={session.current ? t('signOut') : t('endSessionOf', { device: name, time: created })}
          onClick={() => onEnd(session)}
        >
          {t(session.current ? 'signOut' : 'endSession')}
        </Button>
      }
    />
  )
}

function useDeviceName({ program, system }: Device, userAgent: string | null): string {
  const { t } = useTranslation('people')
  if (program !== undefined && system !== undefined) return t('programOn', { program, system })
  return program ?? system ?? userAgent?.slice(0, 60) ?? t('unknownDevice')
}
