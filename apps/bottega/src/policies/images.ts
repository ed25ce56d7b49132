import type { AccessLevel, Action, Actor } from '@bottega/contracts'
import type { BoardVisibility, Permission } from '../data/tables.ts'
import { findBoardAccess } from './boards.ts'
import { allowIf, canAdminister, canOversee, type Decision, owns } from './decide.ts'

/** What is known of an image where rights are decided. */
export interface ImageGrounds {
  readonly user_id: string
  /** Owner and visibility of its board; null where it lies on none. */
  readonly board_user_id: string | null
  readonly board_visibility: BoardVisibility | null
  /** What its board grants to the actor. */
  readonly viewer_permission: Permission | null
}

/** What the actor may do with an image; undefined for nothing. */
export function findImageAccess(actor: Actor, image: ImageGrounds): AccessLevel | undefined {
  if (owns(actor, image)) return 'owner'
  if (canAdminister(actor, image)) return 'admin'
  const onBoard = findAccessByBoard(actor, image)
  // whoever owns or manages the board may change what lies on it; one who may only add sees it
  if (onBoard === 'owner') return 'write'
  if (onBoard === 'add' || (onBoard === undefined && canOversee(actor, image))) return 'read'
  return onBoard
}

const CHANGES: readonly (AccessLevel | undefined)[] = ['owner', 'admin', 'write']

/** Whether the actor may do something with an image. To put it on a board or take it from the trash, it has to be the actor's own. */
export function canUseImage(actor: Actor, action: Action<'image'>, image: ImageGrounds): Decision {
  if (action === 'move' || action === 'restore') return allowIf(owns(actor, image) || canAdminister(actor, image))
  const access = findImageAccess(actor, image)
  return allowIf(action === 'read' ? access !== undefined : CHANGES.includes(access))
}

function findAccessByBoard(actor: Actor, image: ImageGrounds): AccessLevel | undefined {
  const { board_user_id, board_visibility, viewer_permission } = image
  if (board_user_id === null || board_visibility === null) return undefined
  return findBoardAccess(actor, { user_id: board_user_id, board_visibility, viewer_permission })
}
