import { randomUUID } from 'node:crypto'
import { type AccountOpening, type Actor, AppError, type NewAccountOpening, type OpenAccounts } from '@bottega/contracts'
import { type Queryable, type Tx, transaction } from '../../data/database.ts'
import {
  type AccountOpeningRecord,
  closeAccountOpening,
  createAccountOpening,
  findAccountOpening,
  listOpenAccounts,
  listOpeningsOf,
  noteAccountOpening,
} from '../../data/repositories/account-openings.ts'
import { formatTime, presentTime } from '../../data/time.ts'
import { serverEvent } from '../../events/server-event.ts'
import { canOversee } from '../../policies/decide.ts'
import type { App, ServerEvent } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'

type Store = Pick<App, 'db'>

const MINUTE_MS = 60_000

/**
 * Opens the private work of an account, which was checked to be there, to an administrator. The audit log and the owner are told.
 *
 * @throws AppError `break_glass_needless`
 */
export async function openAccount(
  { db }: Store,
  actor: Actor,
  { user_id, reason, minutes }: NewAccountOpening,
  doer: Doer,
): Promise<AccountOpening> {
  if (canOversee(actor, { user_id })) throw new AppError('break_glass_needless')
  const openingId = randomUUID()
  const until = formatTime(new Date(Date.now() + minutes * MINUTE_MS))
  return transaction(db, async (tx) => {
    await createAccountOpening(tx, {
      opening_id: openingId,
      user_id,
      admin_id: actor.userId,
      admin_name: actor.displayName,
      reason,
      until,
    })
    const details = { opening_id: openingId, reason, minutes }
    await recordAudit(tx, doer, { action: 'break_glass', target: { type: 'user', id: user_id }, details })
    const opening = await getOpening(tx, openingId)
    tellOf(tx, opening)
    return present(opening)
  })
}

/** The accounts that are open now, and whether they need to be opened at all. */
export async function showOpenAccounts({ db, settings }: Pick<App, 'db' | 'settings'>): Promise<OpenAccounts> {
  const { admin_private_view } = settings.values
  return { admin_private_view, items: (await listOpenAccounts(db)).map(present) }
}

/**
 * Closes an account before its time.
 *
 * @throws AppError `account_opening_not_found`, also when it is over
 */
export async function closeAccount({ db }: Store, openingId: string, doer: Doer): Promise<void> {
  await transaction(db, async (tx) => {
    const opening = await getOpening(tx, openingId)
    if (opening.kind !== 'opening' || opening.closed_at !== null || opening.until <= formatTime(new Date())) {
      throw new AppError('account_opening_not_found', { openingId })
    }
    await closeAccountOpening(tx, openingId)
    const target = { type: 'user', id: opening.user_id } as const
    await recordAudit(tx, doer, { action: 'break_glass', target, details: { opening_id: openingId, closed: true } })
    tellOf(tx, opening)
  })
}

/** Who opened the actor's work, when and why, and what else others did with the account or its work; newest first. */
export async function showAccessLog({ db }: Store, actor: Actor): Promise<AccountOpening[]> {
  return (await listOpeningsOf(db, actor.userId)).map(present)
}

/**
 * Notes that the actor has read of an opening of the own work, or of a notice and those of its kind before it.
 *
 * @throws AppError `account_opening_not_found`
 */
export async function noteAccess({ db }: Store, actor: Actor, openingId: string): Promise<void> {
  await transaction(db, async (tx) => {
    const opening = await getOpening(tx, openingId)
    if (opening.user_id !== actor.userId) throw new AppError('account_opening_not_found', { openingId })
    if (opening.noted_at !== null) return
    await noteAccountOpening(tx, opening)
    tx.emit(serverEvent('access_log_changed', { user_id: actor.userId }))
  })
}

/** The owner's pages read anew, and so do administrators'; their sockets hear from now on what may be seen. */
function tellOf(tx: Tx<ServerEvent>, { user_id, admin_id }: AccountOpeningRecord): void {
  tx.emit(serverEvent('access_log_changed', { user_id }))
  tx.emit(serverEvent('everyones_work_changed', { of_images: true, only_added: false }))
  tx.emit({ name: 'account_changed', payload: { user_id: admin_id } })
}

async function getOpening(db: Queryable, openingId: string): Promise<AccountOpeningRecord> {
  const opening = await findAccountOpening(db, openingId)
  if (opening === undefined) throw new AppError('account_opening_not_found', { openingId })
  return opening
}

function present(opening: AccountOpeningRecord): AccountOpening {
  return {
    id: opening.opening_id,
    kind: opening.kind,
    what: opening.what,
    amount: opening.amount,
    user_id: opening.user_id,
    user_display_name: opening.user_display_name,
    opened_by: opening.admin_id,
    opened_by_name: opening.admin_name,
    reason: opening.reason,
    opened_at: presentTime(opening.opened_at),
    until: presentTime(opening.until),
    closed_at: presentTime(opening.closed_at),
    noted_at: presentTime(opening.noted_at),
  }
}
