import type { AccessLevel, Action, Actor } from '@bottega/contracts'
import type { BoardVisibility, Permission } from '../data/tables.ts'
import { allowIf, canAdminister, canOversee, type Decision, owns } from './decide.ts'

/** What is known of a board where rights are decided. */
export interface BoardGrounds {
  readonly user_id: string
  readonly board_visibility: BoardVisibility
  /** What is granted to the actor. */
  readonly viewer_permission: Permission | null
}

/** What the actor may do with a board; undefined for nothing. */
export function findBoardAccess(actor: Actor, board: BoardGrounds): AccessLevel | undefined {
  if (owns(actor, board)) return 'owner'
  if (administersBoard(actor, board) || board.viewer_permission === 'admin') return 'admin'
  if (board.viewer_permission === 'write') return 'write'
  if (board.board_visibility === 'public') return 'add'
  const isShown = board.board_visibility === 'shared' || board.viewer_permission === 'read' || canOversee(actor, board)
  return isShown ? 'read' : undefined
}

/** Whether the actor looks after the board as an administrator; what others see anyway is no secret to keep from them. */
function administersBoard(actor: Actor, board: BoardGrounds): boolean {
  return canAdminister(actor, board) || (actor.role === 'admin' && board.board_visibility !== 'private')
}

/** Whether the actor, who may share the board, may do so by the role of an administrator alone, of which its owner does not know. */
export function showsAsAdministrator(actor: Actor, board: BoardGrounds): boolean {
  return !owns(actor, board) && board.viewer_permission !== 'admin'
}

const NEEDED: Readonly<Record<Action<'board'>, readonly AccessLevel[]>> = {
  read: ['owner', 'admin', 'write', 'add', 'read'],
  add: ['owner', 'admin', 'write', 'add'],
  upload: ['owner', 'admin', 'write', 'add'],
  update: ['owner', 'admin'],
  share: ['owner', 'admin'],
  delete: ['owner', 'admin'],
}

/** Whether the actor may do something with a board. Somebody to whom its upkeep was granted may not delete it. */
export function canUseBoard(actor: Actor, action: Action<'board'>, board: BoardGrounds): Decision {
  const access = findBoardAccess(actor, board)
  if (access === undefined || !NEEDED[action].includes(access)) return 'denied'
  return allowIf(action !== 'delete' || access === 'owner' || administersBoard(actor, board))
}
