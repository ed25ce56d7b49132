import { useAccount } from '../../shared/studio.tsx'
import { DAY, NO_BOARD, useIsEveryone, useShownBoards } from '../boards/index.ts'

/**
 * Whether a board that the address names is only among everyone's: an administrator may look at it, but does not now. Others are
 * refused by the server.
 */
export function useIsElsewhere(board: string | undefined): boolean {
  const boards = useShownBoards().data
  const isAdministrator = useAccount()?.is_admin === true
  const isEveryone = useIsEveryone()
  if (!isAdministrator || isEveryone || boards === undefined) return false
  if (board === undefined || board === NO_BOARD || board.startsWith(DAY)) return false
  return !boards.some(({ board_id }) => board_id === board)
}
