import type { AnswerOf } from '@bottega/client'
import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { type Device, readDevice } from './device.ts'
import styles from './session-list.module.css'

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
  const list = useRef<HTMLUListElement>(null)
  const end = (session: Session) => {
    // the row goes with its button
    list.current?.focus()
    onEnd(session)
  }
  return (
    <ul ref={list} className={styles.list} tabIndex={-1} aria-label={t('sessionsTitle')}>
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} isBusy={isBusy} onEnd={end} />
      ))}
    </ul>
  )
}

function SessionRow({ session, isBusy, onEnd }: Omit<SessionListProps, 'sessions'> & { readonly session: Session }) {
  const { t } = useTranslation('people')
  const device = readDevice(session.user_agent)
  const DeviceIcon = device.isPhone ? IconDeviceMobile : IconDeviceDesktop
  const name = useDeviceName(device, session.user_agent)
  const created = formatTime(parseTime(session.created_at))
  return (
    <li className={styles.session}>
      <DeviceIcon size={20} stroke={1.5} aria-hidden />
      <div className={styles.what}>
        <p className={styles.device}>
          {name}
          {session.current && <span className={styles.current}>{t('thisSession')}</span>}
        </p>
        <p className={styles.where}>
          <span>{session.address ?? t('unknownAddress')}</span>
          <span>{t('lastUsedAt', { time: formatTime(parseTime(session.last_used_at)) })}</span>
          <span>{t('signedInAt', { time: created })}</span>
        </p>
      </div>
      <Button
        variant="subtle"
        color="gray"
        disabled={isBusy}
        aria-label={session.current ? t('signOut') : t('endSessionOf', { device: name, time: created })}
        onClick={() => onEnd(session)}
      >
        {t(session.current ? 'signOut' : 'endSession')}
      </Button>
    </li>
  )
}

function useDeviceName({ program, system }: Device, userAgent: string | null): string {
  const { t } = useTranslation('people')
  if (program !== undefined && system !== undefined) return t('programOn', { program, system })
  return program ?? system ?? userAgent?.slice(0, 60) ?? t('unknownDevice')
}
