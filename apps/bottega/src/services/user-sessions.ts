import type { UserSession } from '@bottega/contracts'
import { findUserSession, listUserSessions } from '../data/repositories/user-sessions.ts'
import { parseTime } from '../data/time.ts'
import type { App } from './app.ts'
import { endSignIn } from './sign-in.ts'

/** The sign-ins of an account, newest first. */
export async function listSignIns(
  { db }: Pick<App, 'db'>,
  userId: string,
  { current }: { readonly current?: string | undefined },
): Promise<UserSession[]> {
  return (await listUserSessions(db, userId)).map((session) => ({
    id: session.session_id,
    created_at: parseTime(session.created_at).toISOString(),
    last_used_at: parseTime(session.last_used_at).toISOString(),
    expires_at: parseTime(session.expires_at).toISOString(),
    address: session.address,
    user_agent: session.user_agent,
    current: session.session_id === current,
  }))
}

/** Ends a sign-in that the caller may end; one that has ended already is left alone. */
export async function endSignInById({ db }: Pick<App, 'db'>, sessionId: string): Promise<void> {
  const session = await findUserSession(db, sessionId)
  if (session !== undefined) await endSignIn({ db }, session)
}
