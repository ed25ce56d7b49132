import { type Actor, AppError, SYSTEM_ACTOR, type Who } from '@bottega/contracts'

/** What a request shows of who sent it. */
export interface Credentials {
  readonly authorization: string | undefined
}

/**
 * Tells for whom a request acts.
 *
 * @throws AppError 401, 403
 */
export type Identify = (who: Who, credentials: Credentials) => Promise<Actor>

/**
 * The rule of single-user mode: everybody is the system account, whatever they send. Only the routes about accounts look at
 * credentials, and there are none that count.
 */
export const identifySingleUser: Identify = async (who, { authorization }) => {
  if (who !== 'account' && who !== 'account_admin') return SYSTEM_ACTOR
  throw new AppError(authorization === undefined ? 'credentials_missing' : 'credentials_invalid')
}
