import { AppError, missingError, type ResetLink, SYSTEM_USER_ID } from '@bottega/contracts'
import { checkNewPassword } from '../../auth/password-rules.ts'
import { hashPassword } from '../../auth/passwords.ts'
import { drawSecretToken, hashSecretToken } from '../../auth/secret-tokens.ts'
import { transaction } from '../../data/database.ts'
import { foldEmail } from '../../data/fold-email.ts'
import { findAskedResetLink, findResetLink, putResetLink, takeResetLink } from '../../data/repositories/reset-links.ts'
import { deleteUserSessions } from '../../data/repositories/user-sessions.ts'
import { findUser, findUserByEmail, updateUser } from '../../data/repositories/users.ts'
import { formatTime, parseTime } from '../../data/time.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { writeLink } from '../mail/link-address.ts'
import { writeResetMail } from '../mail/mail-texts.ts'
import type { Mailer } from '../mail/mailer.ts'
import { openToken } from './one-time-token.ts'
import type { SigningIn } from './sign-in.ts'

const LIFE_MS = 24 * 3600 * 1000
/** Nobody gets more mails than one in this time, however often somebody asks for them. */
const MAIL_INTERVAL_MS = 5 * 60_000

/** A link for a new password, and whose. */
interface MadeLink extends Omit<ResetLink, 'mailed'> {
  readonly email: string
}

/**
 * Makes a link with which somebody sets a new password, once. Older links of the account open nothing any more; one that was only
 * asked for, by whomever, leaves that of an administrator as it is.
 *
 * @param address  of the page, for the link
 * @throws AppError `user_not_found`, `system_user_protected`
 */
export async function makeResetLink(
  { db }: Pick<App, 'db'>,
  userId: string,
  doer: Doer,
  address: string,
  { isAsked = false } = {},
): Promise<MadeLink> {
  if (userId === SYSTEM_USER_ID) throw new AppError('system_user_protected')
  const token = drawSecretToken()
  const expiresAt = new Date(Date.now() + LIFE_MS)
  const { email } = await transaction(db, async (tx) => {
    const user = await findUser(tx, userId)
    if (user === undefined) throw missingError('user', userId)
    const expires_at = formatTime(expiresAt)
    await putResetLink(tx, { user_id: userId, is_asked: isAsked ? 1 : 0, token_hash: hashSecretToken(token), expires_at })
    await recordAudit(tx, doer, { action: 'reset_link_created', target: { type: 'user', id: userId } })
    if (!isAsked) await noteForeignHand(tx, userId, doer, 'reset_link')
    return user
  })
  return { token, url: writeLink(address, 'new-password', token), expires_at: expiresAt.toISOString(), email }
}

/** The same, and sends it to the account's address. @returns whether that was possible */
export async function mailResetLink(
  deps: Pick<App, 'db' | 'settings'> & { readonly mailer: Mailer },
  userId: string,
  doer: Doer,
  address: string,
  options?: { readonly isAsked: boolean },
): Promise<ResetLink> {
  const { email, ...link } = await makeResetLink(deps, userId, doer, address, options)
  const mail = { url: link.url, expiresAt: new Date(link.expires_at) }
  const mailed = await deps.mailer.send({ to: email, ...writeResetMail(deps.settings.values.mail_language, mail) })
  return { ...link, mailed }
}

/**
 * Has a link for a new password sent to an address, if an account has it. The answer does not wait for any of it, so that neither
 * its words nor its time tell whether there is one.
 *
 * @throws AppError `mail_not_set_up`, `login_throttled`
 */
export async function forgetPassword(
  deps: Pick<SigningIn, 'db' | 'settings' | 'guard'> & { readonly mailer: Mailer },
  email: string,
  { address }: { readonly address: string },
): Promise<void> {
  const { public_url } = deps.settings.values
  // what a caller names as the host of the server must not get into the mail of somebody else
  if (!deps.mailer.isOn || public_url === null) throw new AppError('mail_not_set_up')
  await deps.guard.attempt({ address, account: `forgotten ${foldEmail(email)}` }, async () => undefined)
  deps.mailer.afterwards(async () => {
    const user = await findUserByEmail(deps.db, email)
    if (user === undefined || user.is_active === 0 || user.user_id === SYSTEM_USER_ID) return
    const last = await findAskedResetLink(deps.db, user.user_id)
    if (last !== undefined && Date.now() - parseTime(last.created_at).getTime() < MAIL_INTERVAL_MS) return
    const doer = { userId: null, address }
    await mailResetLink(deps, user.user_id, doer, public_url.replace(/\/+$/, ''), { isAsked: true })
  })
}

/**
 * Sets a new password by a link. Every sign-in of the account ends. Of many calls one succeeds; one that is refused for its password
 * leaves the link good.
 *
 * @throws AppError `one_time_token_invalid`, `login_throttled`, and the refusals of passwords
 */
export async function resetPassword(
  deps: Pick<SigningIn, 'db' | 'settings' | 'guard'>,
  { token, new_password }: { readonly token: string; readonly new_password: string },
  { address }: { readonly address: string },
): Promise<void> {
  const { token_hash } = await openToken(deps, token, address, (hash) => findResetLink(deps.db, hash))
  await checkNewPassword(new_password, deps.settings.values.strict_password_checking)
  const password_hash = await hashPassword(new_password)
  await transaction(deps.db, async (tx) => {
    const taken = await takeResetLink(tx, token_hash)
    if (taken === undefined) throw new AppError('one_time_token_invalid')
    const { user_id } = taken
    await updateUser(tx, user_id, { password_hash })
    await deleteUserSessions(tx, user_id)
    await recordAudit(tx, { userId: user_id, address }, { action: 'password_reset', target: { type: 'user', id: user_id } })
    tx.emit({ name: 'account_changed', payload: { user_id } })
  })
}
