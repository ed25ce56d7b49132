import { useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { tell } from '../../../shared/notices/index.ts'
import { useHearing, useServer, useServerEvent } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import { USERS } from '../queries.ts'
import { enter, findOwnAccount, refresh } from '../session/entry.ts'
import { leave, useLeaving } from '../session/leave.ts'
import { endSession, resumeSession, useSession } from '../session/session.ts'
import { useTabNews } from '../session/tabs.ts'

const SessionOverDialog = lazy(async () => ({ default: (await import('./session-over-dialog.tsx')).SessionOverDialog }))

/** Follows what becomes of the session and its account while the page is open, and asks to sign in again when it is over. */
export function SessionWatch({ account }: { readonly account: Account }) {
  const phase = useSession((session) => session.phase)
  useSessionNews(account)
  useRole(account)
  if (phase !== 'over') return null
  return (
    <Suspense>
      <SessionOverDialog account={account} />
    </Suspense>
  )
}

/** Looks at the account again when there is reason to: an event, a refusal, a new connection, one that was ended, another tab. */
function useSessionNews(account: Account): void {
  const { client, queries, live } = useServer()
  const leaving = useLeaving()
  const { state } = leaving
  const doubts = useSession((session) => session.doubts)
  const { hearing, connections } = useHearing()

  async function look(): Promise<boolean> {
    if (useSession.getState().phase !== 'here') return false
    // nobody answers: the next connection asks again
    const now = await findOwnAccount(client).catch(() => account)
    if (useSession.getState().phase !== 'here') return false
    if (now === undefined) endSession()
    else if (now.user_id !== account.user_id) leave(leaving)
    else enter(queries, now)
    return now !== undefined
  }
  const latest = useRef(look)
  latest.current = look
  const restartedAfter = useRef<number>(undefined)

  useServerEvent('account_role_changed', () => void look())
  useTabNews((news) => {
    if (news.kind === 'signed-out' || news.userId !== account.user_id) leave(leaving)
    else if (useSession.getState().phase === 'over') {
      resumeSession('over')
      void live.restart()
      // what was typed meanwhile goes first
      void state
        .save()
        .catch(() => undefined)
        .then(() => refresh(queries))
    }
  })
  useEffect(() => {
    if (doubts > 0 || connections > 0) void latest.current()
  }, [doubts, connections])
  useEffect(() => {
    if (hearing !== 'ended') return
    // the server ends connections whose token has been replaced, as after a new password, too; one that it refuses stays ended
    const isRefused = restartedAfter.current === connections
    restartedAfter.current = connections
    void latest.current().then((isIn) => (isIn && !isRefused ? live.restart() : undefined))
  }, [hearing, connections, live])
}

/** What an administrator has read is no business of a user, and a user's lists are shorter. */
function useRole({ is_admin }: Account): void {
  const queries = useQueryClient()
  const last = useRef(is_admin)
  useEffect(() => {
    if (last.current === is_admin) return
    last.current = is_admin
    tell({ text: i18next.t(is_admin ? 'people:adminNow' : 'people:adminNoMore') })
    if (!is_admin) {
      queries.removeQueries({ queryKey: USERS })
      // what other places have read is not drawn now, and not kept
      queries.removeQueries({ type: 'inactive' })
    }
    void refresh(queries)
  }, [is_admin, queries])
}
