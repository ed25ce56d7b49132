import { randomUUID } from 'node:crypto'
import {
  type Actor,
  type AddImagesToBoardResult,
  AppError,
  type BoardChanges,
  type BoardDto,
  type BoardOrder,
  type DeleteBoardResult,
  type Direction,
  missingError,
  NO_BOARD,
  type RemoveImagesFromBoardResult,
} from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import { createBoard, deleteBoard, findBoard, listBoards, updateBoard } from '../../data/repositories/boards.ts'
import { type ChangedImage, findImages, moveImages, trashImages } from '../../data/repositories/images.ts'
import type { BoardVisibility } from '../../data/tables.ts'
import { showsAsAdministrator } from '../../policies/boards.ts'
import { canAdminister, owns } from '../../policies/decide.ts'
import { type AskedScope, listScope } from '../../policies/scopes.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import { noteRoleActs } from '../accounts/role-acts.ts'
import type { App } from '../app.ts'
import type { Doer } from '../audit/audit.ts'
import { deletedOf, purge } from '../images/image-removal.ts'
import { directionOf, listImageNames } from '../lists.ts'
import { presentBoard } from '../presenters.ts'

/** From the fewest who see a board to the most. */
const VISIBILITIES: readonly BoardVisibility[] = ['private', 'shared', 'public']

/** Makes a board that only its owner sees. */
export async function makeBoard(deps: Pick<App, 'db'>, actor: Actor, name: string): Promise<BoardDto> {
  const boardId = randomUUID()
  await createBoard(deps.db, { board_id: boardId, board_name: name, user_id: actor.userId, cover_image_name: null })
  return getBoard(deps, actor, boardId)
}

/** @throws AppError `board_not_found` */
export async function getBoard({ db }: Pick<App, 'db'>, actor: Actor, boardId: string): Promise<BoardDto> {
  const board = await findBoard(db, boardId, actor.userId)
  if (board === undefined) throw missingError('board', boardId)
  return presentBoard(board, actor)
}

/** What a list of boards is asked for. */
export interface BoardQuery {
  readonly order_by: BoardOrder
  readonly direction: Direction
  readonly all?: boolean | undefined
  readonly offset?: number | undefined
  readonly limit?: number | undefined
  readonly include_archived: boolean
  readonly scope?: AskedScope
}

/**
 * The boards that the actor sees: all of them, or a page.
 *
 * @throws AppError `board_paging_missing`, `admin_required`
 */
export async function showBoards({ readers }: Pick<App, 'readers'>, actor: Actor, query: BoardQuery) {
  const { all, offset, limit } = query
  if (!all && (offset === undefined || limit === undefined)) throw new AppError('board_paging_missing')
  const list = {
    scope: listScope(actor, query.scope),
    includeArchived: query.include_archived,
    orderBy: query.order_by,
    direction: directionOf(query.direction),
  }
  const page = all ? { offset: 0, limit: -1 } : { offset: offset ?? 0, limit: limit ?? 0 }
  const { items, total } = await listBoards(readers, list, actor.userId, page)
  const boards = items.map((board) => presentBoard(board, actor))
  return all ? boards : { items: boards, ...page, total }
}

/** Changes what is sent of a board. The owner is told where an administrator shows it to more people. */
export async function changeBoard(
  deps: Pick<App, 'db'>,
  actor: Actor,
  boardId: string,
  changes: BoardChanges,
  doer: Doer,
): Promise<BoardDto> {
  const { board_name, cover_image_name, archived, board_visibility } = changes
  await transaction(deps.db, async (tx) => {
    const former = await findBoard(tx, boardId, actor.userId)
    await updateBoard(tx, boardId, {
      ...(board_name != null && { board_name }),
      ...(cover_image_name !== undefined && { cover_image_name }),
      ...(archived != null && { archived }),
      ...(board_visibility != null && { board_visibility }),
    })
    if (former === undefined || board_visibility == null || !showsAsAdministrator(actor, former)) return
    const isWider = VISIBILITIES.indexOf(board_visibility) > VISIBILITIES.indexOf(former.board_visibility)
    if (isWider) await noteForeignHand(tx, former.user_id, doer, 'shown')
  })
  return getBoard(deps, actor, boardId)
}

/**
 * Deletes a board. Its images become uncategorised, or go to the trash where the actor may delete them: an owner the own ones, an
 * administrator those of all whom they oversee.
 */
export async function removeBoard(
  deps: Pick<App, 'db' | 'readers' | 'images' | 'settings'>,
  actor: Actor,
  boardId: string,
  { includeImages }: { readonly includeImages: boolean },
  doer: Doer,
): Promise<DeleteBoardResult> {
  const names = await listImageNames(deps, { scope: { kind: 'everyone' }, boardId })
  const images = await findImages(deps.db, names, actor.userId)
  const doomed = includeImages ? images.filter((image) => owns(actor, image) || canAdminister(actor, image)) : []
  await transaction(deps.db, async (tx) => {
    await trashImages(tx, doomed.map(nameOf))
    await deleteBoard(tx, boardId)
  })
  if (deps.settings.values.trash_days === 0) await purge(deps, doomed.map(nameOf))
  await noteRoleActs(deps, doer, doomed.filter((image) => !owns(actor, image)).map(deletedOf))
  const gone = new Set(doomed.map(nameOf))
  return {
    board_id: boardId,
    deleted_board_images: names.filter((name) => !gone.has(name)),
    deleted_images: [...gone],
    deleted_board_videos: [],
    deleted_videos: [],
    failed_images: [],
    failed_videos: [],
  }
}

/** Puts images on a board, or on none. They and the board were checked. */
export async function putOnBoard(
  { db }: Pick<App, 'db'>,
  boardId: string,
  imageNames: readonly string[],
): Promise<AddImagesToBoardResult> {
  const target = boardId === NO_BOARD ? null : boardId
  const moved = await transaction(db, (tx) => moveImages(tx, imageNames, target))
  return { added_images: [...new Set(imageNames)], affected_boards: listBoardsOf(moved, boardId) }
}

/** Takes images off their boards. They were checked. */
export async function takeOffBoards(
  { db }: Pick<App, 'db'>,
  imageNames: readonly string[],
): Promise<RemoveImagesFromBoardResult> {
  const moved = await transaction(db, (tx) => moveImages(tx, imageNames, null))
  return { removed_images: [...new Set(imageNames)], affected_boards: listBoardsOf(moved, NO_BOARD) }
}

/** The boards that changed with some images, `none` for those on no board; the target first. */
export function listBoardsOf(changed: readonly Pick<ChangedImage, 'board_id'>[], ...others: readonly string[]): string[] {
  return [...new Set([...others, ...changed.map(({ board_id }) => board_id ?? NO_BOARD)])]
}

function nameOf({ image_name }: { readonly image_name: string }): string {
  return image_name
}
