import { type Actor, AppError, missingError, type Share, type ShareRequest, SYSTEM_USER_ID } from '@bottega/contracts'
import { type Queryable, transaction } from '../../data/database.ts'
import { type BoardGrantRecord, deleteBoardGrant, listBoardGrants, saveBoardGrant } from '../../data/repositories/board-grants.ts'
import { deleteLinksMadeBy } from '../../data/repositories/board-links.ts'
import { findBoard } from '../../data/repositories/boards.ts'
import { findUser } from '../../data/repositories/users.ts'
import { presentTime } from '../../data/time.ts'
import { showsAsAdministrator } from '../../policies/boards.ts'
import { checkThings } from '../access.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'

/**
 * Grants a board to one account or several: all of them, or none. A grant that somebody has already is replaced. The owner is told
 * where it is an administrator who does that.
 *
 * @returns all grants of the board, oldest first
 * @throws AppError `user_not_found`, `share_target_refused`, and what `checkThings` throws about the board
 */
export async function shareBoard(
  { db }: Pick<App, 'db'>,
  actor: Actor,
  boardId: string,
  { user_id, user_ids, permission }: ShareRequest,
  doer: Doer,
): Promise<Share[]> {
  const userIds = [...new Set(user_ids ?? [user_id ?? ''])]
  return transaction(db, async (tx) => {
    await mayShare(tx, actor, boardId)
    const board = await findBoard(tx, boardId, actor.userId)
    if (board === undefined) throw missingError('board', boardId)
    for (const userId of userIds) {
      if (userId === board.user_id || userId === SYSTEM_USER_ID) throw new AppError('share_target_refused', { userId })
      if ((await findUser(tx, userId)) === undefined) throw new AppError('user_not_found', { userId })
      await saveBoardGrant(tx, { board_id: boardId, user_id: userId, permission, granted_by: actor.userId })
      if (permission !== 'admin') await endLinksOf(tx, { boardId, userId }, doer)
    }
    const target = { type: 'board', id: boardId } as const
    await recordAudit(tx, doer, { action: 'board_shared', target, details: { user_ids: userIds, permission } })
    if (showsAsAdministrator(actor, board)) await noteForeignHand(tx, board.user_id, doer, 'shown')
    return (await listBoardGrants(tx, boardId)).map(presentShare)
  })
}

/** The grants of a board, oldest first. */
export async function showShares({ db }: Pick<App, 'db'>, boardId: string): Promise<Share[]> {
  return (await listBoardGrants(db, boardId)).map(presentShare)
}

/**
 * Takes a grant back. Whoever has it may give it up without the right to share. It counts from the next request; images that the
 * guest put on the board stay there, and stay the guest's; links that the guest made end.
 *
 * @throws AppError `share_not_found`, and what `checkThings` throws about the board
 */
export async function unshareBoard(
  { db }: Pick<App, 'db'>,
  actor: Actor,
  { boardId, userId }: { readonly boardId: string; readonly userId: string },
  doer: Doer,
): Promise<void> {
  await transaction(db, async (tx) => {
    if (userId !== actor.userId) await mayShare(tx, actor, boardId)
    if (!(await deleteBoardGrant(tx, boardId, userId))) throw new AppError('share_not_found', { userId })
    const target = { type: 'board', id: boardId } as const
    await recordAudit(tx, doer, { action: 'board_unshared', target, details: { user_id: userId } })
    await endLinksOf(tx, { boardId, userId }, doer)
  })
}

/** Whoever manages a board no more shows it to nobody more. */
async function endLinksOf(
  tx: Queryable,
  { boardId, userId }: { readonly boardId: string; readonly userId: string },
  doer: Doer,
): Promise<void> {
  const target = { type: 'board', id: boardId } as const
  for (const link_id of await deleteLinksMadeBy(tx, boardId, userId)) {
    await recordAudit(tx, doer, { action: 'link_revoked', target, details: { link_id, made_by: userId } })
  }
}

/** As of now, in the transaction: the right to share may have been withdrawn since the request was let in. */
function mayShare(tx: Queryable, actor: Actor, boardId: string): Promise<void> {
  return checkThings({ db: tx }, actor, { resource: 'board', action: 'share', ids: [boardId] })
}

function presentShare({ created_at, granted_by_name, owner_id, ...grant }: BoardGrantRecord): Share {
  return { ...grant, created_at: presentTime(created_at), ...(grant.granted_by !== owner_id && { granted_by_name }) }
}
