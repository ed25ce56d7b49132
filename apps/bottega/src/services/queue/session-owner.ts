import { type Actor, SYSTEM_ACTOR, SYSTEM_USER_ID } from '@bottega/contracts'
import { actorOf } from '../../auth/identify.ts'
import type { OversightGrounds } from '../../auth/oversight.ts'
import { findUser } from '../../data/repositories/users.ts'

/** For whom a session acts: its owner as the account is now; undefined when it is gone or inactive. */
export async function findSessionOwner(deps: OversightGrounds, userId: string): Promise<Actor | undefined> {
  if (userId === SYSTEM_USER_ID) return SYSTEM_ACTOR
  const user = await findUser(deps.db, userId)
  if (user === undefined || user.is_active === 0) return undefined
  return actorOf(deps, user)
}
