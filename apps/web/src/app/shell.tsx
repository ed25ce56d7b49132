import { Outlet, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { leaveEveryone, useIsEveryone } from '../features/boards/index.ts'
import { useGalleryFollowed } from '../features/images/index.ts'
import { useModelChanges } from '../features/models/index.ts'
import { loadAccessNotice, loadEveryoneBar } from '../features/people/index.ts'
import { QueueLive } from '../features/queue/index.ts'
import { useLooks } from '../features/settings/index.ts'
import { useActions, useHotkeys } from '../shared/actions/index.ts'
import { NoticeList } from '../shared/notices/index.ts'
import { useHearing, useServer, whenQuiet } from '../shared/server/index.ts'
import { useAccount } from '../shared/studio.tsx'
import { ErrorBoundary } from '../shared/ui/error-boundary.tsx'
import { useIsNarrow } from '../shared/ui/use-is-narrow.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { Help } from './help.tsx'
import { helpActions } from './help-actions.ts'
import { listRooms, listSideDoors, queuePlace, settingsPlace, studioPlace } from './places.ts'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'
import { focusPlace, useArrival } from './use-arrival.ts'

// its menu is no part of a wide screen
const Bar = lazy(async () => ({ default: (await import('./bar.tsx')).Bar }))

const AccessNotice = lazy(async () => ({ default: (await loadAccessNotice()).AccessNotice }))

const EveryoneBar = lazy(async () => ({ default: (await loadEveryoneBar()).EveryoneBar }))

/** The frame of every place: the rail, the connection, and messages. */
export function Shell() {
  const { t } = useTranslation('app')
  const { live, queries } = useServer()
  const account = useAccount()
  const isAccountAdmin = account?.is_admin === true
  const isEveryone = useIsEveryone()
  // whoever is made an administrator again begins with the own work too
  useEffect(() => (isAccountAdmin ? undefined : leaveEveryone()), [isAccountAdmin])
  // after the first screen
  const isConnected = useHearing(({ connections }) => connections > 0)
  const isNarrow = useIsNarrow()
  // a picture that is looked at has the whole screen of a phone
  const isCovered = useSearch({ strict: false }).image !== undefined
  const actions = useMemo(() => {
    const places = [studioPlace, queuePlace, ...listRooms(isAccountAdmin), settingsPlace]
    return [...helpActions, ...places.map(({ open }) => open), ...listSideDoors(account)]
  }, [account, isAccountAdmin])
  useActions(actions, undefined)
  useHotkeys()
  useLooks()
  useModelChanges()
  useGalleryFollowed()
  useArrival()
  useEffect(() => {
    const end = whenQuiet(queries, () => void live.start())
    return () => {
      end()
      live.stop()
    }
  }, [live, queries])
  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={focusPlace}>
        {t('skip')}
      </button>
      <div className={styles.above}>
        <ConnectionBar />
        {account && isConnected && (
          <Suspense>
            <AccessNotice />
          </Suspense>
        )}
        {isEveryone && (
          <Suspense>
            <EveryoneBar />
          </Suspense>
        )}
      </div>
      {!isNarrow && <Rail />}
      <main id="place" className={styles.place} tabIndex={-1}>
        <Outlet />
      </main>
      {isNarrow && !isCovered && (
        <Suspense>
          <Bar />
        </Suspense>
      )}
      <NoticeList />
      <QueueLive />
      <ErrorBoundary>
        <Help />
      </ErrorBoundary>
    </div>
  )
}
