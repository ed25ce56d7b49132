import { SYSTEM_USER_ID } from '@bottega/contracts'
import type { Queryable, Tx } from '../database.ts'
import { foldEmail } from '../fold-email.ts'
import type { NewRow, Row, RowChanges } from '../tables.ts'
import { NOW } from '../time.ts'

/** An account. */
export type UserRecord = Row<'users'>

/**
 * Stores an account.
 *
 * @throws an error that `isTaken` knows when the folded address is
 */
export async function createUser(db: Queryable, user: NewRow<'users'>): Promise<void> {
  await db.insertInto('users').values(user).execute()
}

/** An account by its id; `system` is one. */
export async function findUser(db: Queryable, userId: string): Promise<UserRecord | undefined> {
  return db.selectFrom('users').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

/** An account by its address. */
export async function findUserByEmail(db: Queryable, email: string): Promise<UserRecord | undefined> {
  return db.selectFrom('users').selectAll().where('email_folded', '=', foldEmail(email)).executeTakeFirst()
}

/** All accounts of people, newest first. */
export async function listUsers(db: Queryable): Promise<UserRecord[]> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('user_id', '<>', SYSTEM_USER_ID)
    .orderBy('created_at', 'desc')
    .orderBy('user_id')
    .execute()
}

/** Whether somebody can administer the server, be it without the account named. */
export async function hasAdministrator(db: Queryable, { without = '' }: { readonly without?: string } = {}): Promise<boolean> {
  const found = await db
    .selectFrom('users')
    .select('user_id')
    .where('is_admin', '=', 1)
    .where('is_active', '=', 1)
    .where('user_id', '<>', without)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Changes an account and answers it; undefined when it is gone. */
export async function updateUser(db: Queryable, userId: string, changes: RowChanges<'users'>): Promise<UserRecord | undefined> {
  return db
    .updateTable('users')
    .set({ ...changes, updated_at: NOW })
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirst()
}

/** Remembers that somebody has signed in; the account counts as unchanged. */
export async function noteLogin(db: Queryable, userId: string): Promise<void> {
  await db.updateTable('users').set({ last_login_at: NOW }).where('user_id', '=', userId).execute()
}

/** Takes an account away, with its sign-ins, its grants and what its pages keep. Its content stays under its id. */
export async function deleteUser(tx: Tx<never>, userId: string): Promise<void> {
  await tx.deleteFrom('client_state').where('user_id', '=', userId).execute()
  await tx.deleteFrom('users').where('user_id', '=', userId).execute()
}
