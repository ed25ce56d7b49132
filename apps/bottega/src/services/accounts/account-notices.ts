import { randomUUID } from 'node:crypto'
import { type AccountOpening, SYSTEM_USER_ID } from '@bottega/contracts'
import type { Tx } from '../../data/database.ts'
import { createAccountOpening } from '../../data/repositories/account-openings.ts'
import { findUser } from '../../data/repositories/users.ts'
import { formatTime } from '../../data/time.ts'
import { serverEvent } from '../../events/server-event.ts'
import type { ServerEvent } from '../app.ts'
import type { Doer } from '../audit/audit.ts'

/**
 * Tells the owner of an account that somebody else has set its password, made a link that does, packed what they own, or handed it
 * over or back: the owner finds it on the page until they take note of it. What one does to the own account is nothing to tell, and
 * of an account that is gone nobody is there to be told.
 */
export async function noteForeignHand(
  tx: Tx<ServerEvent>,
  userId: string,
  doer: Doer,
  kind: Exclude<AccountOpening['kind'], 'opening'>,
): Promise<void> {
  if (doer.userId === userId || userId === SYSTEM_USER_ID || (await findUser(tx, userId)) === undefined) return
  const admin = doer.userId === null ? undefined : await findUser(tx, doer.userId)
  const now = formatTime(new Date())
  await createAccountOpening(tx, {
    opening_id: randomUUID(),
    kind,
    user_id: userId,
    admin_id: admin?.user_id ?? SYSTEM_USER_ID,
    admin_name: admin?.display_name ?? null,
    reason: '',
    until: now,
  })
  tx.emit(serverEvent('access_log_changed', { user_id: userId }))
}
