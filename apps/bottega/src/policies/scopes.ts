import { type Actor, AppError, NO_BOARD } from '@bottega/contracts'
import type { OwnerScope, Scope } from '../data/scope.ts'
import { canAdminister } from './decide.ts'

/** What a caller asks a list for: `all` is everybody's content. */
export type AskedScope = 'all' | undefined

/**
 * Whose things a list shows to the actor: own ones and those shared with them, for administrators too; everybody's when they ask
 * for `all`, but for the private things that are closed to them. In single-user mode everything is in one view.
 *
 * @throws AppError `admin_required`
 */
export function listScope(actor: Actor, asked: AskedScope): Scope {
  if (actor.isSystem) return { kind: 'everyone' }
  if (asked === undefined) return { kind: 'visible', userId: actor.userId }
  requireAdministrator(actor)
  if (actor.oversight === undefined) return { kind: 'everyone' }
  return { kind: 'overseen', userId: actor.userId, closed: [...actor.oversight.closed] }
}

/**
 * Whose things an act takes that picks them by a condition: own ones, or everybody's whose private things the actor may change.
 *
 * @throws AppError `admin_required`
 */
export function bulkScope(actor: Actor, asked: AskedScope): OwnerScope {
  if (actor.isSystem) return { kind: 'everyone' }
  if (asked === undefined) return { kind: 'owner', userId: actor.userId }
  requireAdministrator(actor)
  if (actor.oversight === undefined) return { kind: 'everyone' }
  const { closed, opened } = actor.oversight
  return { kind: 'open', closed: [...closed, ...opened].filter((user_id) => !canAdminister(actor, { user_id })) }
}

/**
 * Whose queue items an act takes: own ones, or everybody's, which are in an administrator's hands even where they are not in
 * view; undefined for everybody's.
 *
 * @throws AppError `admin_required`
 */
export function queueOwner(actor: Actor, asked: AskedScope): string | undefined {
  if (asked !== undefined) requireAdministrator(actor)
  return asked === undefined && !actor.isSystem ? actor.userId : undefined
}

/**
 * Whose things a list of images shows that may name a board. Whoever may read a board sees all that lies on it, an administrator
 * without asking for everybody's.
 *
 * @param boardId  of a board that the actor may read, `none` or undefined for a list that names none
 * @throws AppError `admin_required`
 */
export function imageScope(actor: Actor, asked: AskedScope, boardId: string | undefined): Scope {
  const namesBoard = boardId !== undefined && boardId !== NO_BOARD
  return namesBoard && actor.role === 'admin' ? { kind: 'everyone' } : listScope(actor, asked)
}

/**
 * Whether the actor may have the content of an account handed over to a receiver: not to themselves what they may not look at. It goes
 * to whom they name, be it to an account that they have made; so the giver is told.
 */
export function canHandOver(actor: Actor, { from_user_id, to_user_id }: { from_user_id: string; to_user_id: string }): boolean {
  return to_user_id !== actor.userId || from_user_id === actor.userId || canAdminister(actor, { user_id: from_user_id })
}

function requireAdministrator(actor: Actor): void {
  if (actor.role !== 'admin') throw new AppError('admin_required')
}
