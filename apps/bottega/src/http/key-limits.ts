import { AppError, hasScope, NO_BOARD } from '@bottega/contracts'
import type { Call } from './handlers.ts'

/** What a body may ask for about an account. */
interface AskedOfAccount {
  readonly email?: string | null | undefined
  readonly password?: string | null | undefined
  readonly is_admin?: boolean | null | undefined
  readonly is_active?: boolean | null | undefined
}

/**
 * Refuses to a key what would let whoever holds it in by another door, which stays open when the key is deleted: passwords, addresses
 * to which links for them are sent, the role of an administrator, and accounts that were switched off.
 *
 * @throws AppError `api_key_refused`
 */
export function refuseTakeover({ apiKey }: Pick<Call, 'apiKey'>, { email, password, is_admin, is_active }: AskedOfAccount): void {
  if (apiKey === undefined) return
  if (email != null || password != null || is_admin != null || is_active === true) throw new AppError('api_key_refused')
}

/**
 * Refuses administrators that a key would make; accounts of users it may make, with a password or by an invitation.
 *
 * @throws AppError `api_key_refused`
 */
export function refuseNewAdministrator({ apiKey }: Pick<Call, 'apiKey'>, { is_admin }: { readonly is_admin: boolean }): void {
  if (apiKey !== undefined && is_admin) throw new AppError('api_key_refused')
}

/**
 * Holds a key that may put images on boards to that: on `none` they would be taken off.
 *
 * @throws AppError `scope_insufficient`
 */
export function refuseTakingOff({ apiKey }: Pick<Call, 'apiKey'>, boardId: string): void {
  if (apiKey === undefined || boardId !== NO_BOARD || hasScope(apiKey.scopes, 'manage')) return
  throw new AppError('scope_insufficient', { scope: 'manage' })
}
