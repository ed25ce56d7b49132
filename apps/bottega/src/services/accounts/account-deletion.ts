import { setImmediate as letOthersIn } from 'node:timers/promises'
import { type Actor, AppError, type ContentFate, missingError, SYSTEM_USER_ID } from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import {
  clearBoardsOfOwner,
  createErasure,
  deleteErasure,
  deleteOwned,
  listErasures,
  listImagesOfOwner,
  listOwnedFiles,
} from '../../data/repositories/erasures.ts'
import { isInTransfer } from '../../data/repositories/transfers.ts'
import { deleteUser, findUser } from '../../data/repositories/users.ts'
import { canHandOver } from '../../policies/scopes.ts'
import type { App } from '../app.ts'
import { removeArchiveFiles } from '../archives/archives.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { purge } from '../images/image-removal.ts'
import { clearQueueOf } from '../queue/queue-acts.ts'
import type { Sessions } from '../queue/session-control.ts'
import { keepAdministrator } from './accounts.ts'
import { beginTransfer, finishTransfer } from './transfers.ts'

/** What taking an account away works with; a command stops no workers, a server that runs beside it does. */
export type Deleting = Pick<App, 'db' | 'images' | 'covers' | 'root'> & { readonly sessions: Pick<Sessions, 'interrupt'> }

/** What happens to the content of an account: it stays for administrators, goes to somebody, or goes for good. */
export type Fate =
  | { readonly content: Exclude<ContentFate, 'transfer'> }
  | { readonly content: 'transfer'; readonly toUserId: string }

/** Images of one transaction. */
const AT_ONCE = 200

/**
 * Takes an account away, and does with its content as it is told.
 *
 * @param actor  who has it done; nobody for a command, which whoever has the root's files may run
 * @throws AppError `user_not_found`, `last_administrator`, `system_user_protected`, `transfer_under_way`, `private_work_closed`
 */
export async function deleteAccount(deps: Deleting, userId: string, fate: Fate, doer: Doer, actor?: Actor): Promise<void> {
  if (userId === SYSTEM_USER_ID) throw new AppError('system_user_protected')
  if (fate.content === 'transfer' && actor !== undefined) {
    const isAllowed = canHandOver(actor, { from_user_id: userId, to_user_id: fate.toUserId })
    if (!isAllowed) throw new AppError('private_work_closed')
  }
  const transferId = await transaction(deps.db, async (tx) => {
    await keepAdministrator(tx, userId)
    const user = await findUser(tx, userId)
    if (user === undefined) throw missingError('user', userId)
    // what came after it would belong to nobody
    if (await isInTransfer(tx, userId)) throw new AppError('transfer_under_way', { userId })
    const { email, display_name } = user
    if (fate.content === 'transfer' && (await findUser(tx, fate.toUserId)) === undefined) {
      throw missingError('user', fate.toUserId)
    }
    await deleteUser(tx, userId)
    if (fate.content === 'erase') await createErasure(tx, userId)
    const details = { email, display_name, content: fate.content }
    await recordAudit(tx, doer, { action: 'user_deleted', target: { type: 'user', id: userId }, details })
    tx.emit({ name: 'account_changed', payload: { user_id: userId } })
    if (fate.content !== 'transfer') return undefined
    return (await beginTransfer(tx, { from_user_id: userId, to_user_id: fate.toUserId }, doer)).transfer_id
  })
  if (transferId !== undefined) await finishTransfer(deps.db, transferId)
  if (fate.content === 'erase') await eraseContent(deps, userId)
}

/** Goes on with erasing what a death has left of accounts. */
export async function finishErasures(deps: Deleting, signal?: AbortSignal): Promise<void> {
  for (const userId of await listErasures(deps.db)) {
    if (signal?.aborted) return
    await eraseContent(deps, userId)
  }
}

/** Files go before the rows that tell of them, so that whoever goes on after a death still finds them; those of images tell of themselves. */
async function eraseContent(deps: Deleting, userId: string): Promise<void> {
  const { db, covers } = deps
  await clearQueueOf(deps, userId)
  for (;;) {
    const names = await listImagesOfOwner(db, userId, AT_ONCE)
    if (names.length === 0) break
    await purge(deps, names)
  }
  while ((await transaction(db, (tx) => clearBoardsOfOwner(tx, userId, AT_ONCE))) > 0) await letOthersIn()
  const owned = await listOwnedFiles(db, userId)
  for (const id of owned.workflows) await covers.workflows.delete(id)
  for (const id of owned.stylePresets) await covers.stylePresets.delete(id)
  await removeArchiveFiles(deps, owned.downloads)
  await transaction(db, async (tx) => {
    await deleteOwned(tx, userId, owned)
    await deleteErasure(tx, userId)
  })
  // one may have been finished in between; from now on those that are still being packed find that nobody wants them
  await removeArchiveFiles(deps, owned.downloads)
}
