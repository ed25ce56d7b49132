import { randomUUID } from 'node:crypto'
import { type Actor, AppError, type BoardLink, type BoardLinkWithToken, missingError, type NewLink } from '@bottega/contracts'
import { hashPassword } from '../../auth/passwords.ts'
import { drawSecretToken, hashSecretToken } from '../../auth/secret-tokens.ts'
import { transaction } from '../../data/database.ts'
import { createBoardLink, deleteBoardLink, type ListedBoardLink, listBoardLinks } from '../../data/repositories/board-links.ts'
import { findBoard } from '../../data/repositories/boards.ts'
import { presentTime } from '../../data/time.ts'
import { showsAsAdministrator } from '../../policies/boards.ts'
import { owns } from '../../policies/decide.ts'
import { checkThings } from '../access.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { readExpiry } from '../sign-in/expiry.ts'

/**
 * Makes a public link to a board. Its token is shown this once. One that a guest or an administrator makes ends with what lets them;
 * the owner is told of an administrator's.
 *
 * @param home  where callers find the server, with its sub-path
 * @throws AppError `expiry_in_the_past`, and what `checkThings` throws about the board
 */
export async function createLink(
  { db }: Pick<App, 'db'>,
  actor: Actor,
  { boardId, expires_at, password, home }: NewLink & { readonly boardId: string; readonly home: string },
  doer: Doer,
): Promise<BoardLinkWithToken> {
  const end = readExpiry(expires_at)
  const token = drawSecretToken()
  const row = {
    id: randomUUID(),
    board_id: boardId,
    token_hash: hashSecretToken(token),
    password_hash: password == null ? null : await hashPassword(password.normalize('NFC')),
    expires_at: end ?? null,
  }
  return transaction(db, async (tx) => {
    // as of now: hashing took its time
    await checkThings({ db: tx }, actor, { resource: 'board', action: 'share', ids: [boardId] })
    const board = await findBoard(tx, boardId, actor.userId)
    if (board === undefined) throw missingError('board', boardId)
    const made_by = owns(actor, board) ? null : actor.userId
    const link = presentLink({ ...(await createBoardLink(tx, { ...row, made_by })), maker_name: made_by && actor.displayName })
    if (showsAsAdministrator(actor, board)) await noteForeignHand(tx, board.user_id, doer, 'shown')
    const details = { link_id: link.id, expires_at: link.expires_at, has_password: link.has_password }
    await recordAudit(tx, doer, { action: 'link_created', target: { type: 'board', id: boardId }, details })
    return { ...link, token, url: `${home}/link/${token}` }
  })
}

/** The open links of a board, oldest first. Their tokens are not known any more. */
export async function showLinks({ db }: Pick<App, 'db'>, boardId: string): Promise<BoardLink[]> {
  return (await listBoardLinks(db, boardId)).map(presentLink)
}

/**
 * Closes a link of a board, from the next request on.
 *
 * @throws AppError `link_not_found`
 */
export async function revokeLink(
  { db }: Pick<App, 'db'>,
  { boardId, linkId }: { readonly boardId: string; readonly linkId: string },
  doer: Doer,
): Promise<void> {
  await transaction(db, async (tx) => {
    if (!(await deleteBoardLink(tx, boardId, linkId))) throw new AppError('link_not_found')
    const target = { type: 'board', id: boardId } as const
    await recordAudit(tx, doer, { action: 'link_revoked', target, details: { link_id: linkId } })
  })
}

function presentLink({ id, board_id, created_at, expires_at, password_hash, made_by, maker_name }: ListedBoardLink) {
  return {
    id,
    board_id,
    created_at: presentTime(created_at),
    expires_at: presentTime(expires_at),
    has_password: password_hash !== null,
    ...(made_by !== null && { made_by: { user_id: made_by, display_name: maker_name } }),
  }
}
