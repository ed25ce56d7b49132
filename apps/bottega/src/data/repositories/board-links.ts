import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** A public link to a board. */
export type BoardLinkRecord = Row<'board_links'>

/** Stores a link. */
export async function createBoardLink(db: Queryable, link: NewRow<'board_links'>): Promise<BoardLinkRecord> {
  return db.insertInto('board_links').values(link).returningAll().executeTakeFirstOrThrow()
}

/** The links of a board that are open, oldest first. */
export async function listBoardLinks(db: Queryable, boardId: string): Promise<BoardLinkRecord[]> {
  return db
    .selectFrom('board_links')
    .selectAll()
    .where('board_id', '=', boardId)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', NOW)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/**
 * The open link of a token, by its hash, with the name of its board; none whose board's owner is gone or may not sign in, nor one
 * of a guest who may not.
 */
export async function findOpenLink(
  db: Queryable,
  tokenHash: string,
): Promise<(BoardLinkRecord & { readonly board_name: string }) | undefined> {
  return db
    .selectFrom('board_links')
    .innerJoin('boards', 'boards.board_id', 'board_links.board_id')
    .innerJoin('users', 'users.user_id', 'boards.user_id')
    .leftJoin('users as guests', 'guests.user_id', 'board_links.guest_id')
    .selectAll('board_links')
    .select('boards.board_name')
    .where('token_hash', '=', tokenHash)
    .where('users.is_active', '=', 1)
    .where((eb) => eb.or([eb('guest_id', 'is', null), eb('guests.is_active', '=', 1)]))
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

/** Closes the links that somebody made as a guest of a board; answers their ids. */
export async function deleteGuestLinks(db: Queryable, boardId: string, guestId: string): Promise<string[]> {
  const gone = await db
    .deleteFrom('board_links')
    .where('board_id', '=', boardId)
    .where('guest_id', '=', guestId)
    .returning('id')
    .execute()
  return gone.map(({ id }) => id)
}

/** Forgets the links whose end has come. */
export async function deleteExpiredBoardLinks(db: Queryable): Promise<void> {
  await db.deleteFrom('board_links').where('expires_at', '<=', NOW).execute()
}
