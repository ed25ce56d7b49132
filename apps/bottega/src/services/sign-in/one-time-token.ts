import { AppError } from '@bottega/contracts'
import { hashSecretToken } from '../../auth/secret-tokens.ts'
import type { SigningIn } from './sign-in.ts'

/**
 * Finds what a one-time token stands for. Tokens that are none count as failed attempts of their sender.
 *
 * @param find  by the hash of the token
 * @throws AppError `one_time_token_invalid`, `login_throttled`
 */
export async function openToken<Found>(
  { guard }: Pick<SigningIn, 'guard'>,
  token: string,
  address: string,
  find: (tokenHash: string) => Promise<Found | undefined>,
): Promise<Found> {
  const found = await guard.attempt({ address }, () => find(hashSecretToken(token)))
  if (found === undefined) throw new AppError('one_time_token_invalid')
  return found
}
