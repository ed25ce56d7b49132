import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { UserMenu } from '../features/people/index.ts'
import { QueueBadge } from '../features/queue/index.ts'
import { useText } from '../shared/i18n/index.ts'
import { useStudio } from '../shared/studio.tsx'
import styles from './rail.module.css'
import { ROOMS } from './rooms.ts'

/** The narrow rail that switches rooms; a bar at the foot of a phone. */
export function Rail() {
  const { t } = useTranslation('app')
  const say = useText()
  const { isAdmin, account } = useStudio()
  const rooms = ROOMS.filter((room) => !('isForAdmins' in room) || (isAdmin && account !== undefined))
  return (
    <nav className={styles.rail} aria-label={t('rooms')}>
      <img className={styles.mark} src="favicon.svg" alt="Bottega" width={28} height={28} />
      {rooms.map(({ to, label, icon: RoomIcon }) => (
        <Tooltip key={to} label={say(label)} position="right">
          <Link
            to={to}
            className={styles.room}
            activeOptions={{ exact: true }}
            activeProps={{ 'data-current': true, 'aria-current': 'page' }}
          >
            <RoomIcon size={20} stroke={1.5} aria-hidden />
            <span className={styles.name}>{say(label)}</span>
            {to === '/queue' && <QueueBadge />}
          </Link>
        </Tooltip>
      ))}
      <span className={styles.foot}>
        <UserMenu />
      </span>
    </nav>
  )
}
