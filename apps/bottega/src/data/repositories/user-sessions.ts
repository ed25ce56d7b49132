import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** A sign-in. */
export type UserSessionRecord = Row<'user_sessions'>

/** A sign-in with its account as it is now. */
export interface SignedIn extends UserSessionRecord {
  readonly display_name: string | null
  readonly is_admin: 0 | 1
  readonly is_active: 0 | 1
}

/** Stores a sign-in. */
export async function createUserSession(db: Queryable, session: NewRow<'user_sessions'>): Promise<UserSessionRecord> {
  return db.insertInto('user_sessions').values(session).returningAll().executeTakeFirstOrThrow()
}

/** A sign-in that has not run out, with its account. */
export async function findSignedIn(db: Queryable, sessionId: string): Promise<SignedIn | undefined> {
  return db
    .selectFrom('user_sessions')
    .innerJoin('users', 'users.user_id', 'user_sessions.user_id')
    .selectAll('user_sessions')
    .select(['users.display_name', 'users.is_admin', 'users.is_active'])
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', NOW)
    .executeTakeFirst()
}

/** A sign-in, be it of whomever. */
export async function findUserSession(db: Queryable, sessionId: string): Promise<UserSessionRecord | undefined> {
  return db.selectFrom('user_sessions').selectAll().where('session_id', '=', sessionId).executeTakeFirst()
}

/** The sign-ins of an account that have not run out, newest first. */
export async function listUserSessions(db: Queryable, userId: string): Promise<UserSessionRecord[]> {
  return db
    .selectFrom('user_sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', NOW)
    .orderBy('created_at', 'desc')
    .orderBy('session_id')
    .execute()
}

/** Remembers that a sign-in is in use. */
export async function touchUserSession(db: Queryable, sessionId: string): Promise<void> {
  await db.updateTable('user_sessions').set({ last_used_at: NOW }).where('session_id', '=', sessionId).execute()
}

/** Lets a sign-in last until then; undefined when it has ended, or when tokens of that epoch count no more. */
export async function extendUserSession(
  db: Queryable,
  { session_id, token_epoch }: Pick<UserSessionRecord, 'session_id' | 'token_epoch'>,
  expiresAt: string,
): Promise<UserSessionRecord | undefined> {
  return db
    .updateTable('user_sessions')
    .set({ expires_at: expiresAt })
    .where('session_id', '=', session_id)
    .where('token_epoch', '=', token_epoch)
    .returningAll()
    .executeTakeFirst()
}

/** Refuses the tokens of a sign-in from now on, but for new ones. */
export async function outdateTokens(db: Queryable, sessionId: string): Promise<void> {
  await db
    .updateTable('user_sessions')
    .set((eb) => ({ token_epoch: eb('token_epoch', '+', 1) }))
    .where('session_id', '=', sessionId)
    .execute()
}

/** Ends a sign-in. */
export async function deleteUserSession(db: Queryable, sessionId: string): Promise<void> {
  await db.deleteFrom('user_sessions').where('session_id', '=', sessionId).execute()
}

/** Ends the sign-ins of an account, but for one. */
export async function deleteUserSessions(
  db: Queryable,
  userId: string,
  { but = '' }: { readonly but?: string | undefined } = {},
): Promise<void> {
  await db.deleteFrom('user_sessions').where('user_id', '=', userId).where('session_id', '<>', but).execute()
}

/** Forgets the sign-ins that have run out. */
export async function deleteExpiredUserSessions(db: Queryable): Promise<void> {
  await db.deleteFrom('user_sessions').where('expires_at', '<=', NOW).execute()
}

/** Ends every sign-in. */
export async function deleteAllUserSessions(db: Queryable): Promise<void> {
  await db.deleteFrom('user_sessions').execute()
}
