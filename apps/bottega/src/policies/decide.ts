import { type Actor, SYSTEM_USER_ID } from '@bottega/contracts'

/** Whether an act is allowed; how a refusal is told, the catalogue of errors says. */
export type Decision = 'allowed' | 'denied'

/** A thing with an owner. */
export interface Owned {
  readonly user_id: string
}

/** Whether the thing is the actor's own. In single-user mode everything is. */
export function owns(actor: Actor, { user_id }: Owned): boolean {
  return actor.isSystem || actor.userId === user_id
}

/** `allowed` where the condition holds. */
export function allowIf(condition: boolean): Decision {
  return condition ? 'allowed' : 'denied'
}

/** Whether the actor owns the thing or is an administrator: for what keeps the server in order and shows nothing of the thing. */
export function ownsOrAdministers(actor: Actor, thing: Owned): boolean {
  return owns(actor, thing) || actor.role === 'admin'
}

/** The actor without the role of an administrator. */
export function asUser({ oversight: _, ...actor }: Actor): Actor {
  return { ...actor, role: 'user' }
}

/**
 * Whether the private things of an owner are in the actor's view: an administrator's, but for the accounts that
 * `admin_private_view` closes.
 */
export function canOversee(actor: Actor, { user_id }: Owned): boolean {
  return actor.role === 'admin' && !actor.oversight?.closed.has(user_id)
}

/**
 * Whether the actor may also change them. An account that was opened for a reason is there to be looked at: what is changed, moved
 * or shared meanwhile would stay so after it is closed.
 */
export function canAdminister(actor: Actor, { user_id }: Owned): boolean {
  return canOversee(actor, { user_id }) && (user_id === SYSTEM_USER_ID || !actor.oversight?.opened.has(user_id))
}

/** Whether the actor owns the thing or oversees its owner. */
export function ownsOrOversees(actor: Actor, thing: Owned): boolean {
  return owns(actor, thing) || canOversee(actor, thing)
}
