import { type Board, mayAdd, NO_BOARD } from '../../boards/index.ts'

/** Whether new pictures can go to a board. */
export const takesPictures = (board: Board) => mayAdd(board) && !board.archived

/**
 * The board that pictures go to; undefined for none. One that takes none, or is gone, was not chosen.
 *
 * @param boards  those that there are; undefined while that is unknown
 * @param openBoard  id of the one that is open, for who has chosen no other
 */
export function chooseBoardId(
  boardId: string | undefined,
  boards: readonly Board[] | undefined,
  openBoard: string | undefined,
): string | undefined {
  if (boardId === NO_BOARD) return undefined
  if (boards === undefined) return boardId ?? openBoard
  const takes = (id: string | undefined) => boards.some((board) => board.board_id === id && takesPictures(board))
  return [boardId, openBoard].find(takes)
}
