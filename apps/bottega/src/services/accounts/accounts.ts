import { randomUUID } from 'node:crypto'
import {
  type AccountUse,
  AppError,
  type DirectoryEntry,
  missingError,
  type NewUser,
  SYSTEM_USER_ID,
  type UserChanges,
  type UserDto,
} from '@bottega/contracts'
import { checkNewPassword } from '../../auth/password-rules.ts'
import { hashPassword } from '../../auth/passwords.ts'
import { type Queryable, type Tx, transaction } from '../../data/database.ts'
import { isTaken } from '../../data/errors.ts'
import { foldEmail } from '../../data/fold-email.ts'
import { listAccountUse } from '../../data/repositories/account-use.ts'
import { deleteLinksOfRole } from '../../data/repositories/board-links.ts'
import { deleteResetLinks } from '../../data/repositories/reset-links.ts'
import { deleteUserSessions, outdateTokens } from '../../data/repositories/user-sessions.ts'
import {
  createUser,
  findUser,
  findUserByEmail,
  hasAdministrator,
  listUsers,
  type UserRecord,
  updateUser,
} from '../../data/repositories/users.ts'
import type { App, ServerEvent } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { noteForeignHand } from './account-notices.ts'

type Deps = Pick<App, 'db' | 'settings'>

/** An account as clients see it. */
export function presentUser(user: UserRecord): UserDto {
  const { user_id, email, display_name, is_admin, is_active, created_at, updated_at, last_login_at } = user
  return {
    ...{ user_id, email, display_name, created_at, updated_at, last_login_at },
    is_admin: is_admin === 1,
    is_active: is_active === 1,
  }
}

/** All accounts of people, newest first. */
export async function listAccounts({ db }: Pick<App, 'db'>): Promise<UserDto[]> {
  return (await listUsers(db)).map(presentUser)
}

/** The active accounts of people whose name contains a text in any letter case, by name. No addresses: it is for everybody. */
export async function showDirectory({ db }: Pick<App, 'db'>, text: string): Promise<DirectoryEntry[]> {
  const fold = (name: string | null) => (name ?? '').normalize('NFKC').toLowerCase()
  // names have letters of all languages, which the store does not know in both cases
  const found = (await listUsers(db)).filter((user) => user.is_active === 1 && fold(user.display_name).includes(fold(text)))
  return found
    .map(({ user_id, display_name }) => ({ user_id, display_name }))
    .sort((a, b) => fold(a.display_name).localeCompare(fold(b.display_name)))
}

/** All accounts of people with what they have and do, newest first. */
export async function showAccountUse({ readers }: Pick<App, 'readers'>): Promise<AccountUse[]> {
  return (await listAccountUse(readers)).map((account) => ({
    ...account,
    is_admin: account.is_admin === 1,
    is_active: account.is_active === 1,
  }))
}

/** @throws AppError `user_not_found` */
export async function getAccount({ db }: Pick<App, 'db'>, userId: string): Promise<UserDto> {
  return presentUser(await getUser(db, userId))
}

/**
 * The account of an address, in any letter case; the internal one too.
 *
 * @throws AppError `account_unknown`
 */
export async function findAccount({ db }: Pick<App, 'db'>, email: string): Promise<UserDto> {
  const user = await findUserByEmail(db, email)
  if (user === undefined) throw new AppError('account_unknown', { email })
  return presentUser(user)
}

/**
 * Makes an account.
 *
 * @param isAllowed  asked in the transaction that makes it
 * @throws AppError `user_exists`, the refusals of passwords, and what `isAllowed` throws
 */
export async function createAccount(
  { db, settings }: Deps,
  { email, display_name, password, is_admin }: NewUser,
  doer: Doer,
  isAllowed: (tx: Tx<ServerEvent>, userId: string) => Promise<void> = async () => {},
): Promise<UserDto> {
  await checkNewPassword(password, settings.values.strict_password_checking)
  const user = {
    user_id: randomUUID(),
    email,
    email_folded: foldEmail(email),
    display_name: display_name ?? null,
    password_hash: await hashPassword(password),
    is_admin,
  }
  return transaction(db, async (tx) => {
    await isAllowed(tx, user.user_id)
    await createUser(tx, user).catch((cause) => {
      throw isTaken(cause) ? new AppError('user_exists', { email }, { cause }) : cause
    })
    await recordAudit(tx, doer, {
      action: 'user_created',
      target: { type: 'user', id: user.user_id },
      details: { email, is_admin },
    })
    return presentUser(await getUser(tx, user.user_id))
  })
}

/**
 * Changes an account; null leaves as it is. A new password ends the sign-ins of the account, but for the one that is named, whose
 * present tokens count no more; a new address ends none. Who administers no more keeps no public links to boards of others that only the
 * role let them make. The audit log names what changed; whose password or address somebody else sets is told.
 *
 * @param isAllowed  asked in the transaction that changes it
 * @throws AppError `user_not_found`, `last_administrator`, `system_user_protected`, `user_exists`, the refusals of passwords, and what `isAllowed` throws
 */
export async function updateAccount(
  { db, settings }: Deps,
  userId: string,
  { email, display_name, password, is_admin, is_active }: UserChanges,
  doer: Doer,
  {
    keepSession,
    isAllowed = async () => {},
  }: { readonly keepSession?: string; readonly isAllowed?: (tx: Tx<ServerEvent>) => Promise<void> } = {},
): Promise<UserDto> {
  if (userId === SYSTEM_USER_ID && (email != null || password != null || is_admin === true || is_active === false)) {
    throw new AppError('system_user_protected')
  }
  if (password != null) await checkNewPassword(password, settings.values.strict_password_checking)
  const password_hash = password == null ? undefined : await hashPassword(password)
  return transaction(db, async (tx) => {
    await isAllowed(tx)
    if (is_admin === false || is_active === false) await keepAdministrator(tx, userId)
    const user = await updateUser(tx, userId, {
      ...(email != null && { email, email_folded: foldEmail(email) }),
      ...(display_name != null && { display_name }),
      ...(is_admin != null && { is_admin }),
      ...(is_active != null && { is_active }),
      ...(password_hash !== undefined && { password_hash }),
    }).catch((cause) => {
      throw isTaken(cause) && email != null ? new AppError('user_exists', { email }, { cause }) : cause
    })
    if (user === undefined) throw missingError('user', userId)
    if (password_hash !== undefined) {
      await deleteUserSessions(tx, userId, { but: keepSession })
      if (keepSession !== undefined) await outdateTokens(tx, keepSession)
    }
    // a link that was made for the old password, or lies in the old mailbox, opens nothing any more
    if (password_hash !== undefined || email != null) await deleteResetLinks(tx, userId)
    const target = { type: 'user', id: userId } as const
    const changed = Object.entries({ email, display_name, is_admin, is_active }).filter(([, value]) => value != null)
    if (changed.length > 0) {
      const changes = Object.fromEntries(changed)
      await recordAudit(tx, doer, { action: 'user_updated', target, details: { fields: Object.keys(changes), ...changes } })
    }
    if (email != null) await noteForeignHand(tx, userId, doer, 'email_changed')
    if (is_admin === false) {
      for (const { id, board_id } of await deleteLinksOfRole(tx, userId)) {
        const details = { link_id: id, made_by: userId }
        await recordAudit(tx, doer, { action: 'link_revoked', target: { type: 'board', id: board_id }, details })
      }
    }
    if (password_hash !== undefined) {
      await recordAudit(tx, doer, { action: 'password_changed', target })
      await noteForeignHand(tx, userId, doer, 'password_set')
    }
    tx.emit({ name: 'account_changed', payload: { user_id: userId } })
    return presentUser(user)
  })
}

/** Whether nobody can administer the server yet, so that the first administrator is to be made. */
export async function isSetupRequired({ db, settings }: Deps): Promise<boolean> {
  return settings.values.multiuser && !(await hasAdministrator(db))
}

async function getUser(db: Queryable, userId: string): Promise<UserRecord> {
  const user = await findUser(db, userId)
  if (user === undefined) throw missingError('user', userId)
  return user
}

/** Refuses to take the last administrator away; others may go. */
export async function keepAdministrator(tx: Tx<ServerEvent>, userId: string): Promise<void> {
  const user = await getUser(tx, userId)
  const administers = user.is_admin === 1 && user.is_active === 1
  if (administers && !(await hasAdministrator(tx, { without: userId }))) throw new AppError('last_administrator')
}
