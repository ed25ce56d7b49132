import { existsSync } from 'node:fs'
import { type AccountAccess, readAccountAccess } from '../../data/snapshot.ts'

/**
 * Who gets in again by a restore, with what was taken from them since: an account, its activity, its role, or its password.
 *
 * @param present  path of the database that is replaced; where there is none, or it cannot be read, nobody is told
 * @param coming  path of the one that takes its place
 */
export function describeReturningAccess(present: string, coming: string): string[] {
  if (!existsSync(present)) return []
  let now: ReadonlyMap<string, AccountAccess>
  try {
    now = readAccountAccess(present)
  } catch {
    // a damaged database may be why somebody restores
    return []
  }
  return [...readAccountAccess(coming)].flatMap(([userId, then]) => {
    const changes = listChanges(now.get(userId), then)
    return changes.length === 0 ? [] : [`${then.email}: ${changes.join(', ')}`]
  })
}

function listChanges(now: AccountAccess | undefined, then: AccountAccess): string[] {
  if (!then.isActive) return []
  if (now === undefined) return ['was deleted, is there again']
  return [
    ...(now.isActive ? [] : ['was deactivated, is active again']),
    ...(then.isAdmin && !now.isAdmin ? ['was no administrator any more, is one again'] : []),
    ...(now.passwordHash === then.passwordHash ? [] : ['has the password of then again']),
  ]
}
