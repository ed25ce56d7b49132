import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** A link for a new password, without its token. */
export type ResetLinkRecord = Row<'reset_links'>

/** Stores the link of an account, in the place of an older one. */
export async function putResetLink(db: Queryable, link: NewRow<'reset_links'>): Promise<void> {
  await db.replaceInto('reset_links').values(link).execute()
}

/** The link of that hash which has not run out. */
export async function findResetLink(db: Queryable, tokenHash: string): Promise<ResetLinkRecord | undefined> {
  return db
    .selectFrom('reset_links')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', NOW)
    .executeTakeFirst()
}

/** The link of an account, if there is one. */
export async function findResetLinkOf(db: Queryable, userId: string): Promise<ResetLinkRecord | undefined> {
  return db.selectFrom('reset_links').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

/** Takes the link of that hash away; undefined when there is none. */
export async function takeResetLink(db: Queryable, tokenHash: string): Promise<ResetLinkRecord | undefined> {
  return db
    .deleteFrom('reset_links')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', NOW)
    .returningAll()
    .executeTakeFirst()
}

/** Puts out the link of an account. */
export async function deleteResetLink(db: Queryable, userId: string): Promise<void> {
  await db.deleteFrom('reset_links').where('user_id', '=', userId).execute()
}

/** Forgets the links that have run out. */
export async function deleteExpiredResetLinks(db: Queryable): Promise<void> {
  await db.deleteFrom('reset_links').where('expires_at', '<=', NOW).execute()
}
