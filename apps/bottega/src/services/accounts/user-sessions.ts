import type { UserSession } from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import {
  deleteUserSessions,
  findUserSession,
  listUserSessions,
  type UserSessionRecord,
} from '../../data/repositories/user-sessions.ts'
import { presentTime } from '../../data/time.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { endSignIn } from '../sign-in/sign-in.ts'

/** The sign-ins of an account, newest first. */
export async function listSignIns(
  { db }: Pick<App, 'db'>,
  userId: string,
  { current }: { readonly current?: string | undefined },
): Promise<UserSession[]> {
  return (await listUserSessions(db, userId)).map((session) => ({
    id: session.session_id,
    created_at: presentTime(session.created_at),
    last_used_at: presentTime(session.last_used_at),
    expires_at: presentTime(session.expires_at),
    address: session.address,
    user_agent: session.user_agent,
    current: session.session_id === current,
  }))
}

/** Ends a sign-in that the caller may end; one that has ended already is left alone. */
export async function endSignInById(
  { db }: Pick<App, 'db'>,
  sessionId: string,
  { current, ...doer }: Doer & { readonly current: string | undefined },
): Promise<void> {
  const session = await findUserSession(db, sessionId)
  if (session !== undefined) await endSignIn({ db }, session, doer, sessionId === current ? 'logout' : 'session_ended')
}

/** Ends all sign-ins of an account but this one. */
export async function endOtherSignIns(
  { db }: Pick<App, 'db'>,
  { session_id, user_id }: Pick<UserSessionRecord, 'session_id' | 'user_id'>,
  doer: Doer,
): Promise<void> {
  await transaction(db, async (tx) => {
    await deleteUserSessions(tx, user_id, { but: session_id })
    const target = { type: 'user', id: user_id } as const
    await recordAudit(tx, doer, { action: 'session_ended', target, details: { which: 'all others' } })
    tx.emit({ name: 'account_changed', payload: { user_id } })
  })
}

/** Ends all sign-ins of an account. */
export async function endSignInsOf({ db }: Pick<App, 'db'>, userId: string, doer: Doer): Promise<void> {
  await transaction(db, async (tx) => {
    await deleteUserSessions(tx, userId)
    const target = { type: 'user', id: userId } as const
    await recordAudit(tx, doer, { action: 'session_ended', target, details: { which: 'all' } })
    tx.emit({ name: 'account_changed', payload: { user_id: userId } })
  })
}
