import { Menu } from '@mantine/core'
import { type Icon, IconDots, IconPhoto } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { QueueBadge } from '../features/queue/index.ts'
import { ActionMenuItems } from '../shared/actions/index.ts'
import { useText } from '../shared/i18n/index.ts'
import { useAccount } from '../shared/studio.tsx'
import type { StudioSearch } from '../shared/studio-search.ts'
import styles from './bar.module.css'
import { helpActions } from './help-actions.ts'
import { useLastStudio } from './last-studio.ts'
import { isAt, listRooms, queuePlace, settingsPlace, studioPlace } from './places.ts'
import { UserDoor } from './user-door.tsx'

/** The bar at the foot of a phone: the columns of the studio as tabs, the queue, and a menu for the rest. */
export function Bar() {
  const { t } = useTranslation('app')
  const say = useText()
  const account = useAccount()
  const rooms = listRooms(account?.is_admin === true)
  const { path, tab } = useWhereabouts()
  const board = useLastStudio((studio) => studio.board)
  const isInStudio = path === '/'
  const keptBoard = board === undefined ? {} : { board }
  return (
    <nav className={styles.bar} aria-label={t('places')}>
      <Tab to="/" search={keptBoard} icon={studioPlace.icon} name={t('create')} isCurrent={isInStudio && tab === undefined} />
      <Tab
        to="/"
        search={{ ...keptBoard, tab: 'gallery' }}
        icon={IconPhoto}
        name={t('gallery')}
        isCurrent={isInStudio && tab === 'gallery'}
      />
      <Tab to="/queue" icon={queuePlace.icon} name={t('queue')} isCurrent={path === '/queue'}>
        <QueueBadge />
      </Tab>
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className={styles.tab} data-current={rooms.some((room) => isAt(room, path)) || undefined}>
            <IconDots size={22} stroke={1.5} aria-hidden />
            <span>{t('more')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {[...rooms, settingsPlace].map(({ to, label, icon: PlaceIcon }) => (
            <Menu.Item
              key={to}
              component={Link}
              to={to}
              className={styles.place}
              leftSection={<PlaceIcon size={18} stroke={1.5} aria-hidden />}
            >
              {say(label)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <ActionMenuItems actions={helpActions} subject={undefined} />
        </Menu.Dropdown>
      </Menu>
      {account && (
        <span className={styles.user}>
          <UserDoor />
        </span>
      )}
    </nav>
  )
}

interface TabProps {
  readonly to: '/' | '/queue'
  readonly search?: StudioSearch
  readonly icon: Icon
  readonly name: string
  readonly isCurrent: boolean
  readonly children?: ReactNode
}

function Tab({ to, search = {}, icon: TabIcon, name, isCurrent, children }: TabProps) {
  return (
    <Link to={to} search={search} className={styles.tab} {...(isCurrent && { 'data-current': true, 'aria-current': 'page' })}>
      <TabIcon size={22} stroke={1.5} aria-hidden />
      <span>{name}</span>
      {children}
    </Link>
  )
}

/** Where one is: the path below the page's own address, and what of the search counts for the tabs. */
function useWhereabouts(): StudioSearch & { readonly path: string } {
  return useRouterState({
    select: ({ matches, location }) => ({ path: matches.at(-1)?.fullPath ?? '', ...(location.search as StudioSearch) }),
    structuralSharing: true,
  })
}
