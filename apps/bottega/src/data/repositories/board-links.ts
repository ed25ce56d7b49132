import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** A public link to a board. */
export type BoardLinkRecord = Row<'board_links'>

/** A link with the name of whoever made it, where that is not the owner. */
export type ListedBoardLink = BoardLinkRecord & { readonly maker_name: string | null }

/** Stores a link. */
export async function createBoardLink(db: Queryable, link: NewRow<'board_links'>): Promise<BoardLinkRecord> {
  return db.insertInto('board_links').values(link).returningAll().executeTakeFirstOrThrow()
}

/** The links of a board that are open, oldest first. */
export async function listBoardLinks(db: Queryable, boardId: string): Promise<ListedBoardLink[]> {
  return db
    .selectFrom('board_links')
    .leftJoin('users as makers', 'makers.user_id', 'board_links.made_by')
    .selectAll('board_links')
    .select('makers.display_name as maker_name')
    .where('board_id', '=', boardId)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', NOW)]))
    .orderBy('board_links.created_at')
    .orderBy('id')
    .execute()
}

/**
 * The open link of a token, by its hash, with the name of its board; none whose board's owner is gone or may not sign in, nor one
 * whose maker may not.
 */
export async function findOpenLink(
  db: Queryable,
  tokenHash: string,
): Promise<(BoardLinkRecord & { readonly board_name: string }) | undefined> {
  return db
    .selectFrom('board_links')
    .innerJoin('boards', 'boards.board_id', 'board_links.board_id')
    .innerJoin('users', 'users.user_id', 'boards.user_id')
    .leftJoin('users as makers', 'makers.user_id', 'board_links.made_by')
    .selectAll('board_links')
    .select('boards.board_name')
    .where('token_hash', '=', tokenHash)
    .where('users.is_active', '=', 1)
    .where((eb) => eb.or([eb('made_by', 'is', null), eb('makers.is_active', '=', 1)]))
    .where((eb) => eb.or([eb('board_links.expires_at', 'is', null), eb('board_links.expires_at', '>', NOW)]))
    .executeTakeFirst()
}

/** Closes a link of a board; answers whether it was there. */
export async function deleteBoardLink(db: Queryable, boardId: string, linkId: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('board_links')
    .where('board_id', '=', boardId)
    .where('id', '=', linkId)
    .returning('id')
    .execute()
  return gone.length > 0
}

/** Closes the links that somebody made to a board of somebody else; answers their ids. */
export async function deleteLinksMadeBy(db: Queryable, boardId: string, makerId: string): Promise<string[]> {
  const gone = await db
    .deleteFrom('board_links')
    .where('board_id', '=', boardId)
    .where('made_by', '=', makerId)
    .returning('id')
    .execute()
  return gone.map(({ id }) => id)
}

/** Closes the links of somebody who administers no more, but for boards that they own or manage by a grant. */
export async function deleteLinksOfRole(db: Queryable, makerId: string): Promise<Pick<BoardLinkRecord, 'id' | 'board_id'>[]> {
  const own = db.selectFrom('boards').select('board_id').where('user_id', '=', makerId)
  const granted = db
    .selectFrom('board_grants')
    .select('board_id')
    .where('user_id', '=', makerId)
    .where('permission', '=', 'admin')
  return db
    .deleteFrom('board_links')
    .where('made_by', '=', makerId)
    .where('board_id', 'not in', own)
    .where('board_id', 'not in', granted)
    .returning(['id', 'board_id'])
    .execute()
}

/** Forgets the links whose end has come. */
export async function deleteExpiredBoardLinks(db: Queryable): Promise<void> {
  await db.deleteFrom('board_links').where('expires_at', '<=', NOW).execute()
}
