import { Tooltip, VisuallyHidden } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { QueueBadge } from '../features/queue/index.ts'
import { ActionButton, describeHotkey } from '../shared/actions/index.ts'
import { useText } from '../shared/i18n/index.ts'
import { useAccount } from '../shared/studio.tsx'
import type { StudioSearch } from '../shared/studio-search.ts'
import { Mark } from '../shared/ui/mark.tsx'
import { helpActions } from './help-actions.ts'
import { useLastStudio } from './last-studio.ts'
import { isAt, listRooms, type Place, queuePlace, settingsPlace, studioPlace } from './places.ts'
import styles from './rail.module.css'
import { UserDoor } from './user-door.tsx'

/** The narrow rail that switches places. */
export function Rail() {
  const { t } = useTranslation('app')
  const account = useAccount()
  const studio = useLastStudio()
  return (
    <nav className={styles.rail} aria-label={t('places')}>
      <Link to="/" search={studio} className={styles.mark} aria-label="Bottega">
        <Mark size={28} />
      </Link>
      <PlaceLink place={studioPlace} search={studio} />
      <PlaceLink place={queuePlace}>
        <QueueBadge />
      </PlaceLink>
      {listRooms(account?.is_admin === true).map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
      <span className={styles.foot}>
        {helpActions.map((action) => (
          <ActionButton key={action.id} action={action} subject={undefined} />
        ))}
        <PlaceLink place={settingsPlace} />
        <UserDoor />
      </span>
    </nav>
  )
}

interface PlaceLinkProps {
  readonly place: Place
  readonly search?: StudioSearch
  readonly children?: ReactNode
}

function PlaceLink({ place, search = {}, children }: PlaceLinkProps) {
  const say = useText()
  const { to, label, icon: PlaceIcon, open } = place
  const isWithin = useRouterState({ select: ({ matches }) => isAt(place, matches.at(-1)?.fullPath ?? '') })
  const keys = open.hotkey === undefined ? '' : ` (${describeHotkey(open.hotkey).join('+')})`
  return (
    <Tooltip label={`${say(label)}${keys}`} position="right">
      <Link
        to={to}
        search={search}
        className={styles.place}
        {...(isWithin && { 'data-current': true })}
        activeOptions={{ exact: true, includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <PlaceIcon size={20} stroke={1.5} aria-hidden />
        <VisuallyHidden>{say(label)}</VisuallyHidden>
        {children}
      </Link>
    </Tooltip>
  )
}
