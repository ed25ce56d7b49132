import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** A link for a new password, without its token. */
export type ResetLinkRecord = Row<'reset_links'>

/** Stores a link of an account, in the place of an older one of its kind; one that an administrator makes puts out the other kind too. */
export async function putResetLink(db: Queryable, link: NewRow<'reset_links'>): Promise<void> {
  if (link.is_asked === 0) await deleteResetLinks(db, link.user_id)
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

/** The link that somebody has asked for by mail for an account, if there is one. */
export async function findAskedResetLink(db: Queryable, userId: string): Promise<ResetLinkRecord | undefined> {
  return db.selectFrom('reset_links').selectAll().where('user_id', '=', userId).where('is_asked', '=', 1).executeTakeFirst()
}

/** Takes the link of that hash away, and others of its account with it; undefined when there is none. */
export async function takeResetLink(db: Queryable, tokenHash: string): Promise<ResetLinkRecord | undefined> {
  const taken = await db
    .deleteFrom('reset_links')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', NOW)
    .returningAll()
    .executeTakeFirst()
  if (taken !== undefined) await deleteResetLinks(db, taken.user_id)
  return taken
}

/** Puts out the links of an account. */
export async function deleteResetLinks(db: Queryable, userId: string): Promise<void> {
  await db.deleteFrom('reset_links').where('user_id', '=', userId).execute()
}

/** Forgets the links that have run out. */
export async function deleteExpiredResetLinks(db: Queryable): Promise<void> {
  await db.deleteFrom('reset_links').where('expires_at', '<=', NOW).execute()
}
