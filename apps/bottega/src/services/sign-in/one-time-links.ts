import type { OneTimeLink } from '@bottega/contracts'
import { findInvitation } from '../../data/repositories/invitations.ts'
import { findResetLink } from '../../data/repositories/reset-links.ts'
import { findUser } from '../../data/repositories/users.ts'
import { presentTime } from '../../data/time.ts'
import { openToken } from './one-time-token.ts'
import type { SigningIn } from './sign-in.ts'

/**
 * Tells what a one-time token is for, without using it up. Who has the token can do more than read the address: it makes the account,
 * or takes it over.
 *
 * @throws AppError `one_time_token_invalid`, `login_throttled`
 */
export async function readOneTimeLink(
  deps: Pick<SigningIn, 'db' | 'guard'>,
  token: string,
  { address }: { readonly address: string },
): Promise<OneTimeLink> {
  const { db } = deps
  const { kind, email, expires_at } = await openToken(deps, token, address, async (hash) => {
    const invitation = await findInvitation(db, hash)
    if (invitation !== undefined) return { ...invitation, kind: 'invitation' as const }
    const link = await findResetLink(db, hash)
    const user = link && (await findUser(db, link.user_id))
    return user && { ...link, kind: 'new-password' as const, email: user.email }
  })
  return { kind, email, expires_at: presentTime(expires_at) }
}
