import { randomUUID } from 'node:crypto'
import { type AccountOpening, SYSTEM_USER_ID } from '@bottega/contracts'
import type { Tx } from '../../data/database.ts'
import { createAccountOpening, raiseNotice } from '../../data/repositories/account-openings.ts'
import { findUser, listUsers, type UserRecord } from '../../data/repositories/users.ts'
import { formatTime } from '../../data/time.ts'
import { serverEvent } from '../../events/server-event.ts'
import type { ServerEvent } from '../app.ts'
import type { Doer } from '../audit/audit.ts'

type Notice = Exclude<AccountOpening['kind'], 'opening'>

/**
 * Tells the owner of an account that somebody else has set its password, made a link that does, packed what they own, shown it to
 * others, handed it over or back, or handed them something or taken that back: the owner finds it on the page until they take note of it. What one does to the own account is nothing to tell, and
 * of an account that is gone nobody is there to be told.
 */
export async function noteForeignHand(tx: Tx<ServerEvent>, userId: string, doer: Doer, kind: Notice): Promise<void> {
  if (doer.userId === userId || userId === SYSTEM_USER_ID || (await findUser(tx, userId)) === undefined) return
  const admin = doer.userId === null ? undefined : await findUser(tx, doer.userId)
  await writeNotice(tx, userId, admin, kind)
}

/** Tells an owner how many things of theirs somebody else has touched; what they have not taken note of yet grows. */
export async function noteTouched(
  tx: Tx<ServerEvent>,
  userId: string,
  doer: Doer,
  touched: { readonly kind: Notice; readonly what: AccountOpening['what']; readonly amount: number },
): Promise<void> {
  if ((await findUser(tx, userId)) === undefined) return
  const admin = doer.userId === null ? undefined : await findUser(tx, doer.userId)
  const known = { user_id: userId, admin_id: admin?.user_id ?? SYSTEM_USER_ID, kind: touched.kind, what: touched.what }
  const isTold = await raiseNotice(tx, known, touched.amount)
  if (isTold) tx.emit(serverEvent('access_log_changed', { user_id: userId }))
  else await writeNotice(tx, userId, admin, touched.kind, touched)
}

/** Tells every active account of something that is done to all of them. */
export async function noteForAll(tx: Tx<ServerEvent>, kind: Notice): Promise<void> {
  for (const { user_id, is_active } of await listUsers(tx)) if (is_active === 1) await writeNotice(tx, user_id, undefined, kind)
}

async function writeNotice(
  tx: Tx<ServerEvent>,
  userId: string,
  admin: UserRecord | undefined,
  kind: Notice,
  { what = null, amount = 1 }: Partial<Pick<AccountOpening, 'what' | 'amount'>> = {},
): Promise<void> {
  await createAccountOpening(tx, {
    opening_id: randomUUID(),
    kind,
    user_id: userId,
    admin_id: admin?.user_id ?? SYSTEM_USER_ID,
    admin_name: admin?.display_name ?? null,
    reason: '',
    until: formatTime(new Date()),
    what,
    amount,
  })
  tx.emit(serverEvent('access_log_changed', { user_id: userId }))
}
