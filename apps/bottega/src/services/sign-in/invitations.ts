import { randomUUID } from 'node:crypto'
import {
  type AcceptInvitation,
  AppError,
  type Invitation,
  type InvitationWithToken,
  type NewInvitation,
  type UserDto,
} from '@bottega/contracts'
import { drawSecretToken, hashSecretToken } from '../../auth/secret-tokens.ts'
import { transaction } from '../../data/database.ts'
import { foldEmail } from '../../data/fold-email.ts'
import {
  createInvitation,
  findInvitation,
  type InvitationRecord,
  listInvitations,
  takeInvitation,
} from '../../data/repositories/invitations.ts'
import { findUserByEmail } from '../../data/repositories/users.ts'
import { formatTime, presentTime } from '../../data/time.ts'
import { createAccount } from '../accounts/accounts.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { writeLink } from '../mail/link-address.ts'
import { writeInvitationMail } from '../mail/mail-texts.ts'
import type { Mailer } from '../mail/mailer.ts'
import { readExpiry } from './expiry.ts'
import { openToken } from './one-time-token.ts'
import type { SigningIn } from './sign-in.ts'

const LIFE_MS = 7 * 24 * 3600 * 1000

/**
 * Invites somebody. Token and link are in the answer, and in the mail if there is to be one, and nowhere else.
 *
 * @param address  of the page, for the link
 * @throws AppError `user_exists`, `expiry_in_the_past`
 */
export async function invite(
  { db, settings, mailer }: Pick<App, 'db' | 'settings'> & { readonly mailer: Mailer },
  { email, is_admin, expires_at, send }: NewInvitation,
  doer: Doer & { readonly userId: string },
  address: string,
): Promise<InvitationWithToken> {
  const token = drawSecretToken()
  const row = {
    invitation_id: randomUUID(),
    token_hash: hashSecretToken(token),
    email: email ?? null,
    is_admin,
    created_by: doer.userId,
    expires_at: readExpiry(expires_at) ?? formatTime(new Date(Date.now() + LIFE_MS)),
  }
  const record = await transaction(db, async (tx) => {
    if (email != null && (await findUserByEmail(tx, email)) !== undefined) throw new AppError('user_exists', { email })
    const { invitation_id } = row
    await recordAudit(tx, doer, { action: 'invitation_created', details: { invitation_id, email: row.email, is_admin } })
    return createInvitation(tx, row)
  })
  const invitation = presentInvitation(record)
  const url = writeLink(address, 'invitation', token)
  const mail = { url, expiresAt: new Date(invitation.expires_at) }
  const made = { ...invitation, token, url }
  if (!send) return made
  const isSent = email != null && (await mailer.send({ to: email, ...writeInvitationMail(settings.values.mail_language, mail) }))
  return { ...made, mailed: isSent }
}

/** The invitations that nobody has accepted yet, newest first. */
export async function listOpenInvitations({ db }: Pick<App, 'db'>): Promise<Invitation[]> {
  return (await listInvitations(db)).map(presentInvitation)
}

/**
 * Takes an invitation back.
 *
 * @throws AppError `invitation_not_found`
 */
export async function revokeInvitation({ db }: Pick<App, 'db'>, invitationId: string, doer: Doer): Promise<void> {
  await transaction(db, async (tx) => {
    const taken = await takeInvitation(tx, invitationId)
    if (taken === undefined) throw new AppError('invitation_not_found', { invitationId })
    const { email } = taken
    await recordAudit(tx, doer, { action: 'invitation_revoked', details: { invitation_id: invitationId, email } })
  })
}

/**
 * Makes the account that an invitation is for, with the role that it says. Of many acceptances one succeeds; one that is refused for
 * its password or address leaves the invitation open.
 *
 * @throws AppError `one_time_token_invalid`, `invitation_for_another_address`, `invitation_needs_address`, `user_exists`,
 *   `login_throttled`, and the refusals of passwords
 */
export async function acceptInvitation(
  deps: Pick<SigningIn, 'db' | 'settings' | 'guard'>,
  { token, password, email: given, display_name }: AcceptInvitation,
  { address }: { readonly address: string },
): Promise<UserDto> {
  const { invitation_id, email: meant, is_admin } = await openToken(deps, token, address, (hash) => findInvitation(deps.db, hash))
  if (meant !== null && given != null && foldEmail(given) !== foldEmail(meant)) {
    throw new AppError('invitation_for_another_address')
  }
  const email = meant ?? given
  if (email == null) throw new AppError('invitation_needs_address')
  const account = { email, password, display_name, is_admin: is_admin === 1 }
  return createAccount(deps, account, { userId: null, address }, async (tx, userId) => {
    if ((await takeInvitation(tx, invitation_id)) === undefined) throw new AppError('one_time_token_invalid')
    const target = { type: 'user', id: userId } as const
    await recordAudit(tx, { userId, address }, { action: 'invitation_accepted', target, details: { invitation_id } })
  })
}

function presentInvitation({ invitation_id, email, is_admin, created_at, expires_at }: InvitationRecord): Invitation {
  return {
    id: invitation_id,
    email,
    is_admin: is_admin === 1,
    created_at: presentTime(created_at),
    expires_at: presentTime(expires_at),
  }
}
