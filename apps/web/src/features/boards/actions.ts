import { IconArchive, IconArchiveOff, IconDoorExit, IconPencil, IconTrash, IconTrashX, IconUserPlus } from '@tabler/icons-react'
import i18next from 'i18next'
import { defineAction, type UserAction } from '../../shared/actions/index.ts'
import type { TextKey } from '../../shared/i18n/index.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import { type Board, isOwn, mayManage } from './board.ts'
import { changeBoard } from './queries.ts'
import { deleteBoard, leaveBoard } from './remove-board.ts'
import { useBoardsUi } from './ui-state.ts'

/** Gives a board another name, in place. */
const renameAction = defineAction<Board>({
  id: 'boards.rename',
  label: 'boards:rename',
  icon: IconPencil,
  scope: 'gallery',
  hotkey: 'F2',
  hinder: hinderChange,
  run: ({ board_id }) => useBoardsUi.setState({ renamed: board_id }),
})

/** Says who sees a board, and makes links to it. */
const shareAction = defineAction<Board>({
  id: 'boards.share',
  label: 'boards:share',
  icon: IconUserPlus,
  scope: 'gallery',
  hinder: hinderChange,
  run: ({ board_id }) => useBoardsUi.setState({ shown: board_id }),
})

/** Puts a board away. */
const archiveAction = defineAction<Board>({
  id: 'boards.archive',
  label: 'boards:archive',
  icon: IconArchive,
  scope: 'gallery',
  hinder: hinderChange,
  run: (board, studio) => setArchived(studio, board, true),
})

/** Brings a board back that was put away. */
const unarchiveAction = defineAction<Board>({
  id: 'boards.unarchive',
  label: 'boards:unarchive',
  icon: IconArchiveOff,
  scope: 'gallery',
  hinder: hinderChange,
  run: (board, studio) => setArchived(studio, board, false),
})

/** Deletes a board and keeps its pictures. */
const deleteAction = defineAction<Board>({
  id: 'boards.delete',
  label: 'boards:delete',
  icon: IconTrash,
  scope: 'gallery',
  isDestructive: true,
  hinder: hinderDelete,
  run: (board, studio) => deleteBoard(studio, board, false),
})

/** Deletes a board and moves its pictures to the trash. */
const deleteWithPicturesAction = defineAction<Board>({
  id: 'boards.deleteWithPictures',
  label: 'boards:deleteWithPictures',
  icon: IconTrashX,
  scope: 'gallery',
  isDestructive: true,
  hinder: hinderDelete,
  run: (board, studio) => deleteBoard(studio, board, true),
})

/** Gives a grant up. */
const leaveAction = defineAction<Board>({
  id: 'boards.leave',
  label: 'boards:leave',
  icon: IconDoorExit,
  scope: 'gallery',
  hinder: ({ granted }) => (granted === undefined ? 'boards:notGranted' : undefined),
  run: (board, studio) => leaveBoard(studio, board),
})

/** What changes a board. */
export function listBoardChanges(board: Board): readonly UserAction<Board>[] {
  return [renameAction, shareAction, board.archived ? unarchiveAction : archiveAction]
}

/** What makes an end of a board, for everybody or for oneself. */
export function listBoardEnds({ granted }: Board): readonly UserAction<Board>[] {
  return [...(granted === undefined ? [] : [leaveAction]), deleteAction, deleteWithPicturesAction]
}

async function setArchived({ server }: Studio, board: Board, archived: boolean): Promise<void> {
  await changeBoard(server, board, { archived })
  tell({
    text: i18next.t(archived ? 'boards:archived' : 'boards:unarchived', { name: board.board_name }),
    act: { label: i18next.t('shared:undo'), run: () => attempt(() => changeBoard(server, board, { archived: !archived })) },
  })
}

function hinderChange(board: Board, { isAdmin }: Studio): TextKey | undefined {
  if (mayManage(board)) return undefined
  return isAdmin ? 'boards:onlyOpened' : 'boards:notManaged'
}

// whoever was given the upkeep of a board may not delete it
function hinderDelete(board: Board, { isAdmin }: Studio): TextKey | undefined {
  if (isOwn(board)) return undefined
  if (!isAdmin) return 'boards:notYours'
  return mayManage(board) ? undefined : 'boards:onlyOpened'
}
