import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'

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

/** An account by the folded form of its address. */
export async function findUserByEmail(db: Queryable, emailFolded: string): Promise<UserRecord | undefined> {
  return db.selectFrom('users').selectAll().where('email_folded', '=', emailFolded).executeTakeFirst()
}
