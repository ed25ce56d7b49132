import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useServer } from '../../../shared/server/index.ts'
import { AccountProvider } from '../../../shared/studio.tsx'
import { Unreachable } from '../../../shared/ui/unreachable.tsx'
import { useUserState } from '../../../shared/user-state/index.ts'
import { useEntry } from '../session/entry.ts'
import { useSession } from '../session/session.ts'
import { readOneTimeLink } from './one-time-link.ts'
import { SessionWatch } from './session-watch.tsx'

const LinkedPage = lazy(async () => ({ default: (await import('./linked-page.tsx')).LinkedPage }))
const DoorPage = lazy(async () => ({ default: (await import('./door-page.tsx')).DoorPage }))

/** Lets people in: at once in single-user mode and with a session that lasts. Nothing is shown while that is found out. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { baseUrl } = useServer()
  const [link] = useState(() => readOneTimeLink(baseUrl, location))
  const entry = useEntry()
  const { data } = entry
  const isIn = data?.kind === 'open' || data?.kind === 'signed-in'
  const isStateRead = useUserStateRead(isIn)
  const { phase, doubts } = useSession()
  const { refetch } = entry
  const lastError = useLastError(entry)
  useEffect(() => {
    // the server of one person may have accounts since its last start
    if (data?.kind === 'open' && doubts > 0) void refetch()
  }, [data?.kind, doubts, refetch])
  useEffect(() => {
    // what the browser has kept of a page that was left may be another person's
    const onShow = (event: PageTransitionEvent) => event.persisted && location.reload()
    addEventListener('pageshow', onShow)
    return () => removeEventListener('pageshow', onShow)
  }, [])

  if (phase === 'gone') return null
  if (data === undefined) return lastError ? <Unreachable error={lastError} onRetry={() => void refetch()} /> : null
  // whoever is signed in here, the link may be for somebody else
  if (link !== undefined && data.kind !== 'open' && data.kind !== 'setup') {
    return (
      <Suspense>
        <LinkedPage {...link} />
      </Suspense>
    )
  }
  if (data.kind === 'sign-in' || data.kind === 'setup') {
    return (
      <Suspense>
        <DoorPage
          isSetup={data.kind === 'setup'}
          isStrict={data.status.strict_password_checking}
          hasMail={data.status.mail_enabled === true}
        />
      </Suspense>
    )
  }
  if (!isStateRead) return null
  const account = data.kind === 'signed-in' ? data.account : undefined
  return (
    <AccountProvider account={account} isPrivateClosed={data.kind === 'signed-in' && data.isPrivateClosed}>
      {children}
      {account && <SessionWatch account={account} />}
    </AccountProvider>
  )
}

/** What went wrong last, until there is an answer: another attempt does not blank what stands there. */
function useLastError({ data, error }: ReturnType<typeof useEntry>): Error | null {
  const last = useRef<Error>(null)
  if (error !== null || data !== undefined) last.current = error
  return last.current
}

/** Reads what is kept for the user, once they are in; without it the page goes on with what is usual. */
function useUserStateRead(isIn: boolean): boolean {
  const state = useUserState()
  const { data } = useQuery({
    queryKey: ['user-state'],
    // it counts as read when that failed too: another attempt takes nothing off the page
    queryFn: () =>
      state.load().then(
        () => true,
        () => false,
      ),
    enabled: isIn,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data !== undefined
}
